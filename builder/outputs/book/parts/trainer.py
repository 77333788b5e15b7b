"""What only trainers get: agenda pages with clock times, materials, the plan of each session, the guides."""

from builder.course.agenda import clock_text
from builder.edition.select import Leaf
from builder.edition.summaries.agenda import DayPlan, Stretch, programmes
from builder.edition.summaries.plan import Supplies, session_plan, supplies
from builder.outputs.book.draft import Draft, RenderedLeaf
from builder.outputs.book.parts.page import heading, leaf_open, page_head, paragraphs, part_page
from builder.outputs.book.write.tree import TreeWriter
from builder.print.code import literal

# -- agenda


def agendas(draft: Draft) -> None:
    """Each variant of the agendas whose guides are in this book, beginning on a page of its own."""
    words, code = draft.book.words, draft.code
    held = [one for one in programmes(draft.book.edition) if ("guide", one.guide.key) in draft.book.pages]
    for number, programme in enumerate(held):
        code.at(str(programme.path), programme.line)
        leaf_open(draft, words["agenda"], programme.title)
        columns = 1 if len(programme.days) == 1 else 2
        with code.node(f'agenda("agenda:{number}", {{', "))"):
            if not number:
                heading(draft, words["agenda"])
            heading(draft, programme.title, 2)
            code.add(f"}}, {columns}, (")
            for day in programme.days:
                _day(draft, day, f"p:{programme.guide.key}")
        code.add("})")


def _day(draft: Draft, day: DayPlan, guide: str) -> None:
    """The table of one day. `guide`: the label of the agenda's guide, to which items may refer."""
    words, code, stretches = draft.book.words, draft.code, day.stretches
    heads = ", ".join(literal(word) for word in (words["time"], words["minutes"], words["what"], words["page"]))
    hours = f", {clock_text(stretches[0].start)}–{clock_text(stretches[-1].end)}" if stretches else ""
    with code.node(f"day-table({literal(day.title + hours)}, {heads}, (", ")),", "table"):
        for stretch in stretches:
            code.at(code.origin[0], stretch.line)
            if stretch.leaf and not stretch.is_continued:
                _session_row(draft, stretch, stretch.leaf)
            for step in stretch.steps:
                label = f"p:{stretch.leaf.key}{step.place}" if stretch.leaf and step.place else ""
                _row(draft, (step.start, step.minutes), step.noted, label)
            if not stretch.leaf:
                style = 'style: "italic"' if stretch.kind == "break" else 'weight: "semibold"'
                _row(
                    draft,
                    (stretch.start, stretch.minutes),
                    stretch.title,
                    guide + stretch.see if stretch.see else "",
                    f"text({style}, ",
                )


def _row(draft: Draft, when: tuple[int, int], text: str, label: str, style: str = "") -> None:
    start, minutes = when
    _text_cell(draft, clock_text(start))
    _text_cell(draft, str(minutes))
    _text_cell(draft, text, style)
    _page_cell(draft, label)


def _page_cell(draft: Draft, label: str) -> None:
    """A cell with the page number of a label; empty when the label isn't in this book."""
    is_here = label in draft.book.labels
    draft.code.add(f"par(to({literal(label)}, page-of({literal(label)})))," if is_here else "par([]),")


def _session_row(draft: Draft, stretch: Stretch, leaf: Leaf) -> None:
    """The session's name over its steps, with its page."""
    code, bold = draft.code, 'session-cell(par(text(weight: "bold", {'
    volume = draft.book.elsewhere.get(f"p:{leaf.key}")
    title = f"{leaf.title} ({volume})" if volume else leaf.title
    for text in (clock_text(stretch.start), str(stretch.whole), title):
        with code.paragraph(bold, "}))),"):
            code.text(text)
    with code.node("session-cell(", "),"):
        _page_cell(draft, f"p:{leaf.key}")


# -- materials


def material_lists(draft: Draft) -> None:
    """What to bring, with quantities: one list for the core sessions of this book, one for its extra sessions."""
    words, code = draft.book.words, draft.code
    sessions = [
        leaf
        for module in draft.book.edition.modules
        for leaf in module.sessions
        if ("session", leaf.key) in draft.book.pages
    ]
    kinds = (("book-materials-core", False), ("book-materials-extra", True))
    found = [(words[key], supplies(draft.book.edition, sessions, extra=extra)) for key, extra in kinds]
    lists = [(title, needs) for title, needs in found if needs.rows or needs.apart]
    if not lists:
        return
    code.at("modules", 0)
    leaf_open(draft, words["materials"], words["materials"])
    heading(draft, words["materials"])
    numbers = {needs.people for _, needs in lists}
    if len(numbers) == 1:
        _for_people(draft, lists[0][1])
    if any(needs.leaves_out for _, needs in lists):
        paragraphs(draft, words["book-materials-sheets"])
    for title, needs in lists:
        heading(draft, title, 2)
        if len(numbers) > 1:
            _for_people(draft, needs)
        _supplies(draft, needs)
    code.add("})")


def _for_people(draft: Draft, needs: Supplies) -> None:
    text = draft.book.words["book-for-participants"].replace("{n}", str(needs.people))
    paragraphs(draft, text.capitalize() + ".")


def _supplies(draft: Draft, needs: Supplies) -> None:
    """A table of what several sessions share, and behind it for each session what it alone needs, with boxes to tick."""
    words, code = draft.book.words, draft.code
    if needs.rows:
        heading(draft, words["book-materials-several"], 3)
        paragraphs(draft, words["book-quantity-lead"])
        with code.node("materials-table(", ")", "table"):
            with code.node("table.header(", "),"):
                for key in ("materials", "book-quantity-most", "book-quantity"):
                    _text_cell(draft, words[key])
            for name, most, together in needs.rows:
                _boxed(draft, name)
                for number in (most, together):
                    _text_cell(draft, str(number))
    if needs.apart:
        heading(draft, words["book-materials-apart"], 3)
    for session, materials in needs.apart:
        label = literal(f"p:{session.key}")
        with code.node("session-supplies({", ")"):
            code.text(session.title)
            code.add(f"}}, to({label}, page-of({label})),")
            for one in materials:
                _boxed(draft, f"{one.name}: {one.number}")


def _boxed(draft: Draft, text: str) -> None:
    with draft.code.paragraph("boxed({", "}),"):
        draft.code.text(text)


# -- the plan of a session


def plan(draft: Draft, page: RenderedLeaf) -> None:
    """The plan of a session: minutes, steps with running time, materials, what to leave out when short of time."""
    words, code = draft.book.words, draft.code
    found = session_plan(draft.book.edition, page.leaf)
    with code.node("sub({"):
        code.text(words["plan"])
    with code.node("wide({"), code.node("table(columns: (auto, auto, 1fr, auto, auto),", ")", "table"):
        with code.node("table.header(", "),"):
            for key in ("book-running", "minutes", "book-steps", "group", "priority"):
                _text_cell(draft, words[key])
        for step in found.steps:
            code.at(page.path, step.line)
            for text in (clock_text(step.start), str(step.minutes), step.label, step.group or "–", step.priority):
                _text_cell(draft, text)
        stated = f" {words['plan-stated'].replace('{n}', str(found.stated))}" if found.stated else ""
        for text in (clock_text(found.minutes), str(found.minutes), words["book-total"] + stated, "–", "–"):
            _text_cell(draft, text, 'text(weight: "bold", ')
    if found.materials:
        who = words["book-for-participants"].replace("{n}", str(found.people))
        _line(
            draft, f"{words['materials']} ({who})", "; ".join(f"{item.name} {item.number}" for item in found.materials)
        )
    names = "; ".join(f"{step.label} ({step.minutes} {words['minutes']})" for step in found.skip)
    _line(draft, words["short-of-time"], names or words["skip-nothing"])


def _line(draft: Draft, label: str, text: str) -> None:
    code = draft.code
    with code.paragraph("plan-line({"):
        code.text(label)
        code.add("}, {")
        code.last = " "
        code.text(text)


# -- guides


def guide(draft: Draft, page: RenderedLeaf, running: str, number: int) -> None:
    """The trainer's guide to a module, placed after the module's opener. `running`: the running head."""
    words, code = draft.book.words, draft.code
    leaf_open(draft, running, page.leaf.title, number, str(number), page)
    _guide_body(draft, page, words["trainer"])
    code.add("})")


def guides(draft: Draft) -> None:
    """The guides that belong to no module, as the last part."""
    words, code = draft.book.words, draft.code
    modules = {module.slug for module in draft.book.edition.modules}
    chosen = [
        draft.book.pages["guide", item.page.key]
        for item in draft.book.edition.guides
        if item.slug not in modules and ("guide", item.page.key) in draft.book.pages
    ]
    if not chosen:
        return
    index = len(modules) + 2
    title = words["guides"]
    code.at("trainer_guides", 0)
    part_page(draft, title, index, [(page.label, page.leaf.title, []) for page in chosen])
    for page in chosen:
        leaf_open(draft, title, page.leaf.title, index, title[:1], page)
        _guide_body(draft, page, title)
        code.add("})")


def _guide_body(draft: Draft, page: RenderedLeaf, word: str) -> None:
    draft.code.at(page.path, 0)
    page_head(draft, page, (word,))
    TreeWriter(draft, page).page_body()


def _text_cell(draft: Draft, text: str, style: str = "") -> None:
    head, tail = (f"par({style}{{", "})),") if style else ("par({", "}),")
    with draft.code.paragraph(head, tail):
        draft.code.text(text)
