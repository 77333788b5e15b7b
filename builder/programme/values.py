"""The record's closed lists of values. Their names in each language are in `words/<language>/programme.yml`."""

ROLES = ("secretariat", "host", "trainers", "coaches", "university", "other")
"""What an institution does."""
PARTNERS = ("government", "csr", "private", "civil")
"""The groups of the programme's reports: governments and international organisations; local CSR organisations; private
firms and chambers; civil society, academia and others.
"""
EVENTS = (
    "workshop", "training", "dialogue-legislators", "dialogue-parties", "round-table", "seminar", "forum", "circle", "other",
)  # fmt: skip
STAGES = ("candidate", "trainee", "co-trainer", "trainer", "master")
DELIVERIES = ("lead", "co-delivery", "observed", "observer")
"""`observed`: led while a master trainer watched; `observer`: watched."""
TEACH_BACKS = ("passed", "again", "not-yet")
"""Results on the rubric sheet; `again`: passed, but one thing is to be shown again in five minutes."""
SEXES = ("woman", "man", "other")
SIZES = ("micro", "small", "medium", "large")
"""Up to 9 people, 10 to 49, 50 to 249, 250 and more."""
OWNERS = ("women", "men", "both")
"""Who owns more than half."""
SECTORS = (
    "farming", "fishing", "food", "restaurants", "tourism", "shops", "textiles", "crafts", "wood", "construction", "metal", "chemicals",
    "printing", "transport", "computing", "services", "health", "education", "beauty", "repair", "energy", "waste", "mining", "culture",
    "other",
)  # fmt: skip
ANSWERS = ("yes", "perhaps", "no")
FORMS = ("A", "B")
MOMENTS = ("before", "after", "later")
STATEMENTS = ("use", "plan", "clear", "time", "speak", "respect", "recommend")
"""The seven statements of the final form."""
ACTIONS = (
    "energy", "water", "waste", "materials", "contracts", "pay", "safety", "equality", "care", "training", "ethics", "buying", "customers",
    "community", "access", "telling", "other",
)  # fmt: skip
MONTHS = (1, 3, 6)
HOW = ("visit", "telephone")
ASKERS = ("coach", "colleague", "outside")
PARTS = ("same", "later", "part", "no", "unknown")
"""What firms would have done without the workshop."""
STATES = ("not-begun", "begun", "done", "changed", "given-up")
EVIDENCE = ("told", "seen", "paper")
INDICATORS = (
    "electricity", "water", "garbage", "accidents", "contracts", "leaders", "training-women", "training-men", "left", "buyers",
)  # fmt: skip
STORIES = ("offered", "gathered", "published", "refused")
PROMISES = ("open", "kept", "partly", "dropped")
ITEMS = ("people", "travel", "room", "evaluation", "other")
