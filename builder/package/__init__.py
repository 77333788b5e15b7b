"""The building blocks of packages for other programs: reproducible archives, and pages without a site around them."""
