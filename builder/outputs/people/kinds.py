"""What is printed for a list of people."""

KINDS = ("attendance", "badges", "groups", "certificate", "trainer-certificate")
