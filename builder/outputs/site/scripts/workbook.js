// Tables as a spreadsheet (XLSX) and as CSV. Every cell is text, a number or a day: no cell can become a formula.
(function (taller) {
  "use strict";
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', NS = "http://schemas.openxmlformats.org/";
  const LONGEST = 32767, DAY = 86400000, FIRST_DAY = 25569; // 1970-01-01, as spreadsheets count days

  /** @param {string} text */
  function xml(text) {
    return Array.from(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")).map(function (letter) {
      return letter.length === 1 && letter >= "\ud800" && letter <= "\udfff" ? "\ufffd" : letter; // half a letter
    }).join("").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  }
  /** @param {number} column */
  function letters(column) { return (column >= 26 ? String.fromCharCode(64 + Math.floor(column / 26)) : "") + String.fromCharCode(65 + column % 26); }
  /** @param {TallerCell} cell @param {string} place @param {boolean} isHead */
  function cellXml(cell, place, isHead) {
    const style = isHead ? ' s="1"' : ' s="2"';
    if (cell instanceof Date) return '<c r="' + place + '" s="3"><v>' + (cell.getTime() / DAY + FIRST_DAY) + "</v></c>";
    if (typeof cell === "number") return '<c r="' + place + '"' + style + "><v>" + cell + "</v></c>";
    return '<c r="' + place + '" t="inlineStr"' + style + '><is><t xml:space="preserve">' + xml(cell.slice(0, LONGEST)) + "</t></is></c>";
  }
  /** @param {TallerSheet} sheet */
  function sheetXml(sheet) {
    const rows = sheet.rows.map(function (row, number) {
      const cells = row.map(function (cell, column) { return cell === "" ? "" : cellXml(cell, letters(column) + (number + 1), number === 0); });
      return '<row r="' + (number + 1) + '">' + cells.join("") + "</row>";
    });
    const widths = (sheet.rows[0] || []).map(function (_, column) {
      const longest = Math.max.apply(null, sheet.rows.map(function (row) { return row[column] instanceof Date ? 10 : String(row[column] === undefined ? "" : row[column]).length; }));
      return '<col min="' + (column + 1) + '" max="' + (column + 1) + '" width="' + Math.min(60, Math.max(10, longest + 2)) + '" customWidth="1"/>';
    });
    return HEAD + '<worksheet xmlns="' + NS + 'spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
      + "<cols>" + widths.join("") + "</cols><sheetData>" + rows.join("") + "</sheetData></worksheet>";
  }

  /** @param {TallerSheet[]} sheets */
  function workbook(sheets) {
    const main = NS + "spreadsheetml/2006/main", types = "application/vnd.openxmlformats-officedocument.spreadsheetml.", relations = NS + "officeDocument/2006/relationships";
    const names = sheets.map(function (sheet, number) { return '<sheet name="' + xml(sheet.name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31)) + '" sheetId="' + (number + 1) + '" r:id="rId' + (number + 1) + '"/>'; });
    const links = sheets.map(function (_, number) { return '<Relationship Id="rId' + (number + 1) + '" Type="' + relations + '/worksheet" Target="worksheets/sheet' + (number + 1) + '.xml"/>'; });
    const parts = sheets.map(function (_, number) { return '<Override PartName="/xl/worksheets/sheet' + (number + 1) + '.xml" ContentType="' + types + 'worksheet+xml"/>'; });
    const wrap = '<alignment vertical="top" wrapText="1"/>';
    /** @type {[string, string][]} */ const members = [
      ["[Content_Types].xml", HEAD + '<Types xmlns="' + NS + 'package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        + '<Override PartName="/xl/workbook.xml" ContentType="' + types + 'sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="' + types + 'styles+xml"/>' + parts.join("") + "</Types>"],
      ["_rels/.rels", HEAD + '<Relationships xmlns="' + NS + 'package/2006/relationships"><Relationship Id="rId1" Type="' + relations + '/officeDocument" Target="xl/workbook.xml"/></Relationships>'],
      ["xl/workbook.xml", HEAD + '<workbook xmlns="' + main + '" xmlns:r="' + relations + '"><sheets>' + names.join("") + "</sheets></workbook>"],
      ["xl/_rels/workbook.xml.rels", HEAD + '<Relationships xmlns="' + NS + 'package/2006/relationships">' + links.join("") + '<Relationship Id="rId' + (sheets.length + 1) + '" Type="' + relations + '/styles" Target="styles.xml"/></Relationships>'],
      ["xl/styles.xml", HEAD + '<styleSheet xmlns="' + main + '"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        + '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        + '<cellXfs count="4"><xf/><xf fontId="1" applyFont="1" applyAlignment="1">' + wrap + '</xf><xf applyAlignment="1">' + wrap + '</xf><xf numFmtId="14" applyNumberFormat="1" applyAlignment="1">' + wrap + '</xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'],
    ];
    sheets.forEach(function (sheet, number) { members.push(["xl/worksheets/sheet" + (number + 1) + ".xml", sheetXml(sheet)]); });
    return taller.archive(members);
  }

  /** An apostrophe before what a spreadsheet could take for a formula. @param {(string | number)[][]} rows */
  function csv(rows) {
    return "\ufeff" + rows.map(function (row) {
      return row.map(function (cell) {
        const text = String(cell), safe = typeof cell === "string" && /^[\s"']*[=+\-@|%\uff1d\uff0b\uff0d\uff20]/.test(text) ? "'" + text : text;
        return '"' + safe.replace(/"/g, '""') + '"';
      }).join(",") + "\r\n";
    }).join("");
  }

  taller.workbook = workbook;
  taller.csv = csv;
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
