"""Records that evidence needs, kept beside the graph as Arrow files: read once, brought forward, read by every process.

``parts`` says what is kept, ``streaming`` reads it out of the engine, ``forward`` brings it up to a version of the
graph, ``files`` keeps it on disk, ``at_date`` and ``answers`` give the rows of questions at a date.
"""
