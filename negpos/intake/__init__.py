"""From a folder's bytes to a Dossier, or to every problem in it."""
