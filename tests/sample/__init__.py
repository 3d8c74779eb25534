"""The sample city, held to what it promises."""
