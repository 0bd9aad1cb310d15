"""Pictures for chats: an SVG template filled with a plain value, drawn by resvg with the font beside it.

NotoSansSC.otf holds the characters of GB 2312 and rarer ones of names, cut from Noto Sans SC Regular (OFL.txt) by
`pyftsubset NotoSansSC-Regular.otf --text-file=… --layout-features= --no-hinting`. A character it lacks is drawn as 〓.
"""
