"""The command line: `gongjian …`."""
