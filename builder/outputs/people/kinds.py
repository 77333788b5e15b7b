"""What is printed for a list of people."""

KINDS = ("attendance", "badges", "certificate", "trainer-certificate")
