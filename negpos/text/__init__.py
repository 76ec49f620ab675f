"""What the words of texts and demands have in common: it finds and proposes, it never scores."""
