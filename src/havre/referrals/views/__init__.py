"""Pages of a referral: reporting, following, and the coordination's side."""
