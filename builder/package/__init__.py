"""What packages for other programs are made of: archives with the same bytes twice, and pages without a site around them."""
