"""Forms: read them, align their fields, merge them into one, and hand each department its own back."""
