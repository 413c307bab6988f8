"""How a language writes dates, where Django does it otherwise than the archive: a folder each."""
