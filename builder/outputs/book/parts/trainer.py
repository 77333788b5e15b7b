"""What only trainers get: agenda pages with clock times, materials, the plan of each session, the guides."""

from collections.abc import Sequence

from builder.course.agenda import Slot, clock_text, lay_day, pieces
from builder.course.materials import count_materials
from builder.course.model import Document
from builder.course.scanned import Block
from builder.course.worksheets import plain
from builder.edition.elements import group_words
from builder.outputs.book.draft import Draft, RenderedLeaf
from builder.outputs.book.parts.page import heading, in_language, leaf_open, listing_row, notices, paragraphs, sort_key
from builder.outputs.book.write.tree import TreeWriter
from builder.print.code import literal


def participants(draft: Draft) -> int:
    """The number that the agenda sets, else that of the configuration."""
    numbers = [guide.agenda.participants for guide in draft.book.edition.guides if guide.agenda]
    return next((number for number in numbers if number), draft.book.edition.config.participants)


# -- agenda


def agendas(draft: Draft) -> None:
    """Each variant of the agendas whose guides stand in this book, each on one page."""
    words, code = draft.book.words, draft.code
    documents = {leaf.key: leaf.document for leaf in draft.book.edition.leaves() if leaf.kind in ("session", "guide")}
    first = True
    for guide in draft.book.edition.guides:
        if ("guide", guide.page.key) not in draft.book.pages:
            continue
        for variant in guide.agenda.variants if guide.agenda else ():
            code.at(str(guide.agenda.path if guide.agenda else ""), variant.days[0].line if variant.days else 1)
            leaf_open(draft, words["agenda"], in_language(variant.title, draft.book.edition.language))
            if first:
                heading(draft, words["agenda"])
                first = False
            heading(draft, in_language(variant.title, draft.book.edition.language), 2)
            days = [lay_day(day, documents) for day in variant.days]
            columns = 1 if len(days) == 1 else 2
            with code.node(
                f"fit-page({_type_size(days, columns, draft.book.measures.height)}, day-grid({columns}, (", ")))"
            ):
                for number, slots in enumerate(days, 1):
                    _day(draft, f"{words['day']} {number}", slots)
            code.add("})")


def _type_size(days: Sequence[Sequence[Slot]], columns: int, height: float) -> float:
    """A size at which the agenda probably fits on its page; Typst goes down from it."""
    bands = [days[start : start + columns] for start in range(0, len(days), columns)]
    rows = sum(max(len(slots) + len({slot.key for slot in slots if slot.key}) + 3 for slots in band) for band in bands)
    each = (height - 90) / max(rows, 1)
    return max(6.0, min(9.5, int(each / 1.2 * 2) / 2))


def _day(draft: Draft, title: str, slots: Sequence[Slot]) -> None:
    words, code = draft.book.words, draft.code
    heads = ", ".join(literal(word) for word in (words["time"], words["minutes"], words["what"]))
    shown = f"{title}, {clock_text(slots[0].start)}–{clock_text(slots[-1].end)}" if slots else title
    with code.node(f"day-table({literal(shown)}, {heads}, (", ")),", "table"):
        before = ""
        for slot in slots:
            code.at(code.origin[0], slot.line)
            if slot.key and slot.key != before:
                same = _run(slots, slot)
                _session_row(draft, slot, sum(part.minutes for part in same))
            _slot_row(draft, slot)
            before = slot.key if slot.kind != "break" else before


def _run(slots: Sequence[Slot], first: Slot) -> list[Slot]:
    return [slot for slot in slots if slot.key == first.key and slot.start >= first.start]


def _session_row(draft: Draft, slot: Slot, minutes: int) -> None:
    """The session's name over its pieces, with its page."""
    page = draft.book.pages.get((slot.kind, slot.key))
    code = draft.code
    for text in (clock_text(slot.start), str(minutes)):
        with code.paragraph('session-cell(par(text(weight: "bold", {', "}))),"):
            code.text(text)
    with code.paragraph('session-cell(par(text(weight: "bold", {', "}))),"):
        if page is None:
            label = f"p:{slot.key}"
            title = next(leaf.title for leaf in draft.book.edition.leaves() if leaf.key == slot.key)
            code.text(f"{title} ({draft.book.elsewhere[label]})" if label in draft.book.elsewhere else title)
        else:
            with code.inline(f"xref({literal(page.label)}, {{"):
                code.text(page.leaf.title)


def _slot_row(draft: Draft, slot: Slot) -> None:
    _text_cell(draft, clock_text(slot.start))
    _text_cell(draft, str(slot.minutes))
    block = slot.block
    if block is None:
        style = 'text(style: "italic", ' if slot.kind == "break" else 'text(weight: "semibold", '
        _text_cell(draft, in_language(slot.title, draft.book.edition.language), style)
        return
    note = f" ({draft.book.words['priority-' + block.priority]})" if block.priority != "must" else ""
    _text_cell(draft, piece_title(draft, block) + note)


def piece_title(draft: Draft, block: Block) -> str:
    """The title of an activity or of something taught."""
    name = plain(block.title)
    return (
        f"{draft.book.words['activity']}: {name}"
        if block.name == "activity"
        else name or draft.book.words["book-input"]
    )


# -- materials


def material_lists(draft: Draft) -> None:
    """What to bring, with quantities, for the core sessions of this book and for the others."""
    words, code = draft.book.words, draft.code
    number = participants(draft)
    lists = []
    for track, word in (("core", "book-materials-core"), ("extra", "book-materials-extra")):
        counts = [
            _count([session.document], number)
            for module in draft.book.edition.modules
            for session in module.sessions
            if ("session", session.key) in draft.book.pages and session.is_extra == (track == "extra")
        ]
        rows: dict[str, tuple[str, list[int]]] = {}
        for name, quantity in (item for count in counts for item in count.items()):
            rows.setdefault(sort_key(name), (name, []))[1].append(quantity)
        if rows:
            lists.append((words[word], [rows[key] for key in sorted(rows)]))
    if not lists:
        return
    code.at("modules", 1)
    leaf_open(draft, words["materials"], words["materials"])
    heading(draft, words["materials"])
    paragraphs(draft, words["book-for-participants"].replace("{n}", str(number)).capitalize() + ".")
    paragraphs(draft, words["book-quantity-lead"])
    for title, counted in lists:
        heading(draft, title, 2)
        with code.node("materials-table(", ")", "table"):
            with code.node("table.header(", "),"):
                for key in ("materials", "book-quantity-most", "book-quantity"):
                    _text_cell(draft, words[key])
            for name, numbers in counted:
                for text in (name, str(max(numbers)), str(sum(numbers))):
                    _text_cell(draft, text)
    code.add("})")


def _count(documents: Sequence[Document], number: int) -> dict[str, int]:
    return count_materials((block for document in documents for block in document.walk()), number)


# -- the plan of a session


def plan(draft: Draft, page: RenderedLeaf) -> None:
    """Minutes, steps with running time, materials, what to leave out. The objectives stand above it."""
    words, code, document = draft.book.words, draft.code, page.leaf.document
    steps = list(pieces(document))
    with code.node("sub({"):
        code.text(words["plan"])
    with code.node("wide({"), code.node("table(columns: (auto, auto, 1fr, auto, auto),", ")", "table"):
        with code.node("table.header(", "),"):
            for key in ("book-running", "minutes", "book-steps", "group", "priority"):
                _text_cell(draft, words[key])
        running = 0
        for block in steps:
            code.at(page.path, block.line)
            _text_cell(draft, f"{running // 60}:{running % 60:02d}")
            _text_cell(draft, str(block.minutes))
            _text_cell(draft, piece_title(draft, block))
            size = block.attributes.get("group-size", "all")
            _text_cell(draft, group_words(size, words) if block.name == "activity" else "–")
            _text_cell(draft, words[f"priority-{block.priority}"])
            running += block.minutes
        for text in (f"{running // 60}:{running % 60:02d}", str(running), words["book-total"], "–", "–"):
            _text_cell(draft, text, 'text(weight: "bold", ')
    number = participants(draft)
    counted = _count([document], number)
    listed = "; ".join(f"{name} {total}" for name, total in counted.items())
    who = words["book-for-participants"].replace("{n}", str(number))
    if counted:
        _line(draft, f"{words['materials']} ({who})", listed)
    skipped = [block for priority in ("could", "should") for block in steps if block.priority == priority]
    names = "; ".join(f"{piece_title(draft, block)} ({block.minutes} {words['minutes']})" for block in skipped)
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
    """A module's guide, at the head of its module."""
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
    code.at("trainer_guides", 1)
    code.add("#to-right()")
    leaf_open(draft, title, title, index, title[:1])
    with code.node('part-opener("", "", {'):
        heading(draft, title)
        code.add("}, {")
    for page in chosen:
        listing_row(draft, page.label, page.leaf.title, [])
    code.add("})")
    for page in chosen:
        leaf_open(draft, title, page.leaf.title, index, title[:1], page)
        _guide_body(draft, page, title)
        code.add("})")


def _guide_body(draft: Draft, page: RenderedLeaf, word: str) -> None:
    code, document = draft.code, page.leaf.document
    code.at(page.path, 1)
    with code.node(f"session-opener(({literal(word)},), {{"):
        heading(draft, document.title, 2, page.label)
    notices(draft, page)
    if document.summary:
        with code.node("lead({"):
            paragraphs(draft, document.summary)
    TreeWriter(draft, page).page_body()


def _text_cell(draft: Draft, text: str, style: str = "") -> None:
    head, tail = (f"par({style}{{", "})),") if style else ("par({", "}),")
    with draft.code.paragraph(head, tail):
        draft.code.text(text)
