"""Opens the workbook and the Word report with readers that are not ours: openpyxl and python-docx.

usage: check.py FOLDER   (holds gap-analysis.xlsx and gap-analysis.docx)
Exits with 3 where a package is lacking, with 1 and a line where something is not as it must be.
"""

import sys
import warnings

try:
    import docx
    import openpyxl
except ImportError as lacking:
    print(lacking)
    sys.exit(3)

warnings.simplefilter("ignore")  # openpyxl knows no data bars beyond 2007


def need(holds, what):
    if not holds:
        print(what)
        sys.exit(1)


def workbook(path):
    book = openpyxl.load_workbook(path)
    sheet = book["Obligations"]
    headings = [cell.value for cell in sheet[1]]
    need(sheet.freeze_panes == "E2", f"panes are frozen at {sheet.freeze_panes}")
    need(sheet.auto_filter.ref, "no filters")
    need(sheet.protection.sheet and not sheet.protection.password, "not protected, or with a password")
    locked = {heading: cell.protection.locked for heading, cell in zip(headings, sheet[2])}
    need(locked["Obligation"] and not locked["Determination"], "what is locked is not what is ours")
    rules = sheet.data_validations.dataValidation
    need(any(rule.type == "list" and "Minor nonconformity" in rule.formula1 for rule in rules), "no list to choose from")
    need(len(book["Summary"]._charts) == 3, "charts are lacking")
    need(book["iso20k"].sheet_state == "veryHidden", "the sheet for programs is seen")
    for each in book:
        for row in each.iter_rows():
            for cell in row:
                need(cell.data_type != "f", f"{each.title}!{cell.coordinate} is a formula")
    # What people enter survives a program that is not Excel.
    at = headings.index("Determination") + 1
    sheet.cell(row=2, column=at).value = "Conformity"
    book.save(path + ".again.xlsx")
    again = openpyxl.load_workbook(path + ".again.xlsx")
    need(again["Obligations"].cell(row=2, column=at).value == "Conformity", "an entry got lost")


def report(path):
    document = docx.Document(path)
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    need({"Title", "Heading 1", "Heading 2", "toc 1"} <= styles, f"styles are {sorted(styles)}")
    need(len(document.sections) == 3, f"{len(document.sections)} sections")
    last = document.sections[-1]
    need(last.page_width > last.page_height, "the appendices are not landscape")
    need(len(document.inline_shapes) == 3, f"{len(document.inline_shapes)} charts")
    need(document.core_properties.title.startswith("Gap analysis"), "no title")
    need(len(document.tables) > 20, "no findings")


workbook(sys.argv[1] + "/gap-analysis.xlsx")
report(sys.argv[1] + "/gap-analysis.docx")
