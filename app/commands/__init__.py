"""The commands of `jianfu` that read and write plain files, one a file, without server or database."""
