"""What is in files that people take away. They come from strangers: nothing is unpacked to the disk, nothing is run."""
