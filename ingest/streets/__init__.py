"""Streets: lines of a GeoJSON file or ways of an OpenStreetMap extract become the street network of a data folder."""
