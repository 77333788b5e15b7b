"""Files that configure a web host: the policy as a header, caching, redirects from old addresses.

Netlify and Cloudflare Pages read `_headers` and `_redirects`, Apache reads `.htaccess`; other hosts ignore them. The site
doesn't depend on them: each page carries its own policy, and old addresses have pages of their own.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from builder.outputs.site.moved import moved_to

HEADERS, REDIRECTS, APACHE = "_headers", "_redirects", ".htaccess"
FILES = (HEADERS, REDIRECTS, APACHE)
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_LASTING = r"^(course|theme|search|bundle|workers)\.[0-9a-f]{8,}\.(min\.)?(js|css)$"
"""Names that contain a digest of the content, so that the files never change."""


def host_files(folder: Path, site_url: str) -> Mapping[str, str]:
    """Name -> text of the files for a complete folder. `site_url` may be empty."""
    pages = sorted(folder.rglob("*.html"))
    policy = one_policy(path.read_text(encoding="utf-8") for path in pages)
    moved = {path.relative_to(folder).as_posix(): new for path in pages if (new := moved_to(path, folder))}
    lasting = [
        path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if re.match(_LASTING, path.name)
    ]
    asked = [path.relative_to(folder).as_posix() for path in sorted(folder.glob("**/offline.json"))]
    files = {HEADERS: _headers(policy, lasting, ["sw.js", *asked]), APACHE: _apache(policy, site_url)}
    rows = [f"/{quote(old)} /{quote(new)} 301\n" for old, new in moved.items()]
    return files | ({REDIRECTS: "".join(rows)} if rows else {})


def one_policy(pages: Iterable[str]) -> str:
    """A policy that allows whatever the policy of any page allows."""
    parts: dict[str, dict[str, None]] = {}
    for text in dict.fromkeys(found for page in pages for found in _POLICY.findall(page)):
        for part in text.split(";"):
            name, *sources = part.split()
            parts.setdefault(name, {}).update(dict.fromkeys(sources))
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in parts.items())


def _headers(policy: str, lasting: Iterable[str], asked: Iterable[str]) -> str:
    """The text of `_headers`. No file may match two rules for one header, since hosts would send both."""
    rows = ["/*", f"  Content-Security-Policy: {policy}", "  X-Content-Type-Options: nosniff"]
    for names, value in ((lasting, FOR_EVER), (asked, ASK_AGAIN)):
        for name in names:
            rows += [f"/{quote(name)}", f"  Cache-Control: {value}"]
    return "\n".join(rows) + "\n"


def _apache(policy: str, site_url: str) -> str:
    lost = f"ErrorDocument 404 {urlsplit(site_url).path or '/'}404.html\n" if site_url else ""
    return f"""{lost}<IfModule mod_mime.c>
  AddType application/manifest+json .webmanifest
  AddCharset utf-8 .html .css .js .json .webmanifest .svg
</IfModule>
<IfModule mod_deflate.c>
  AddOutputFilterByType DEFLATE text/html text/css text/javascript application/javascript application/json image/svg+xml
</IfModule>
<IfModule mod_headers.c>
  Header set Content-Security-Policy "{policy}"
  Header set X-Content-Type-Options "nosniff"
  <FilesMatch "\\.(html|json)$|^sw\\.js$">
    Header set Cache-Control "{ASK_AGAIN}"
  </FilesMatch>
  <FilesMatch "{_LASTING}">
    Header set Cache-Control "{FOR_EVER}"
  </FilesMatch>
</IfModule>
"""
