"""Pages of those who keep training, who give it, who come to it, and of anybody."""
