"""Pictures drawn for tests: papers with a red head, seen straight and askew, and what officials really photograph."""

import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

Picture = Image.Image
RED, INK, PAPER = (204, 22, 28), (40, 40, 44), (250, 249, 246)
FONT = Path(__file__).parents[2] / "bot" / "pictures" / "NotoSansSC.otf"
HEADS = (
    "青岚市人民政府文件",
    "中共青岚市委办公室文件",
    "青岚市住房和城乡建设局",
    "青岚市发展和改革委员会文件",
    "督查通报",
    "政府工作简报",
)


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def blank(
    width: int = 900, height: int = 1273, colour: tuple[int, int, int] = PAPER
) -> tuple[Picture, ImageDraw.ImageDraw]:
    made = Image.new("RGB", (width, height), colour)
    return made, ImageDraw.Draw(made)


def centred(
    draw: ImageDraw.ImageDraw, text: str, size: int, y: int, colour: tuple[int, int, int], width: int = 900
) -> None:
    face = font(size)
    draw.text(((width - face.getlength(text)) / 2, y), text, colour, face, stroke_width=max(1, size // 40))


def body(draw: ImageDraw.ImageDraw, top: int, lines: int = 18, *, left: int = 110, right: int = 790) -> None:
    for n in range(lines):
        words = "关于进一步做好重点任务督查落实工作的通知各县区人民政府市政府各部门"[: 20 + n % 6]
        face = font((right - left) // 26)
        draw.text((left, top + n * 40), words, INK, face)


def red_head(
    head: str = HEADS[0], *, line: bool = True, size: int = 0, top: int = 150, stamp: bool = True, marking: bool = False
) -> Picture:
    made, draw = blank()
    size = size or min(92, 700 // len(head))
    centred(draw, head, size, top, RED)
    centred(draw, "青政发〔2026〕3号", 30, top + size + 60, INK)
    if line:
        draw.rectangle((100, top + size + 115, 800, top + size + 120), fill=RED)
    if marking:
        draw.text((100, 70), "机密★1年", INK, font(30))
    centred(draw, "关于印发重点任务分工方案的通知", 40, top + size + 160, INK)
    body(draw, top + size + 250, 16)
    if stamp:
        draw.ellipse((560, 1010, 740, 1190), outline=RED, width=8)
        draw.regular_polygon((650, 1100, 40), 5, fill=RED)
    return made


def photographed(
    paper: Picture,
    *,
    angle: float = 0,
    light: tuple[float, float, float] = (1, 1, 1),
    margin: int = 90,
    desk: tuple[int, int, int] = (120, 84, 58),
    shadow: float = 0.0,
    seed: int = 1,
) -> Picture:
    """Laid on a desk, turned, lit, a little blurred and noisy."""
    width, height = paper.width + 2 * margin, paper.height + 2 * margin
    made = Image.new("RGB", (width, height), desk)
    turned = paper.convert("RGBA").rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    made.paste(turned, ((width - turned.width) // 2, (height - turned.height) // 2), turned)
    made = made.filter(ImageFilter.GaussianBlur(1.2))
    bands = [
        band.point(lambda value, gain=gain: min(255, int(value * gain)))
        for band, gain in zip(made.split(), light, strict=True)
    ]
    made = Image.merge("RGB", bands)
    if shadow:
        ramp = Image.linear_gradient("L").rotate(90).resize(made.size)
        made = Image.composite(ImageEnhance.Brightness(made).enhance(1 - shadow), made, ramp)
    noise = Image.effect_noise(made.size, 18).convert("RGB")
    return Image.blend(made, noise, 0.04)


PAPERS: dict[str, Callable[[], Picture]] = {
    **{f"scan {head}": lambda head=head: red_head(head) for head in HEADS},
    **{f"scan without a line {head}": lambda head=head: red_head(head, line=False) for head in HEADS[:4]},
    **{f"askew {angle}": lambda angle=angle: photographed(red_head(), angle=angle) for angle in (-12, -5, 3, 10)},
    "warm light": lambda: photographed(red_head(), angle=2, light=(0.95, 0.82, 0.6)),
    "cold light": lambda: photographed(red_head(), angle=-3, light=(0.75, 0.88, 1.0)),
    "dim": lambda: photographed(red_head(), angle=4, light=(0.55, 0.55, 0.55)),
    "a shadow across": lambda: photographed(red_head(), angle=3, shadow=0.4),
    "a wide desk": lambda: photographed(red_head(), margin=220, desk=(60, 62, 66)),
    "a white desk": lambda: photographed(red_head(), angle=5, desk=(225, 224, 220)),
    "marked": lambda: photographed(red_head(marking=True), angle=-4),
    "the upper half": lambda: red_head().crop((0, 0, 900, 720)),
    "small letters": lambda: red_head(HEADS[3], size=48),
    "large letters": lambda: red_head("市委文件", size=150),
    "low on the page": lambda: red_head(top=330),
    "a red head on a phone's screen": lambda: _screen(red_head()),
}  # fmt: skip


def _screen(paper: Picture) -> Picture:
    made, draw = blank(720, 1480, (245, 245, 245))
    draw.rectangle((0, 0, 720, 130), fill=(237, 237, 237))
    draw.text((40, 60), "文件预览", INK, font(34))
    made.paste(paper.resize((720, 1018)), (0, 130))
    return made


def banner_on_site(*, letters: bool = True, seed: int = 3) -> Picture:
    made, draw = blank(1280, 960, (176, 196, 216))
    dice = random.Random(seed)
    draw.rectangle((0, 560, 1280, 960), fill=(150, 134, 110))
    for n in range(4):
        left = 60 + n * 310
        draw.rectangle((left, 240 + dice.randrange(80), left + 200, 640), fill=(188, 184, 176))
    draw.rectangle((120, 420, 1160, 500), fill=(206, 24, 30))
    if letters:
        centred(draw, "大干一百天确保年底通车", 60, 424, (250, 240, 220), 1280)
    return made


def flags() -> Picture:
    made, draw = blank(900, 1200, (206, 222, 238))
    draw.rectangle((0, 900, 900, 1200), fill=(120, 124, 118))
    for n in range(6):
        draw.rectangle((60 + n * 140, 180, 160 + n * 140, 260), fill=(214, 20, 24))
        draw.rectangle((58 + n * 140, 180, 62 + n * 140, 900), fill=(230, 230, 230))
    return made


def bars(width: int = 900, height: int = 1200) -> Picture:
    made, draw = blank(width, height, (255, 255, 255))
    centred(draw, "各县区完成率", 48, 60, INK, width)
    for n, share in enumerate((0.9, 0.8, 0.72, 0.6, 0.55, 0.4)):
        top = height * 0.78 * (1 - share) + 160
        draw.rectangle((90 + n * 125, top, 160 + n * 125, height * 0.85), fill=(214, 40, 40))
    return made


def curve() -> Picture:
    made, draw = blank(900, 1200, (255, 255, 255))
    centred(draw, "月度投资", 48, 60, INK)
    draw.line([(80 + n * 70, 900 - n * 55 + (n % 3) * 40) for n in range(12)], fill=(220, 30, 30), width=8)
    draw.line((80, 1000, 820, 1000), fill=INK, width=4)
    draw.line((80, 200, 80, 1000), fill=INK, width=4)
    return made


def letter(*, stamp: bool = True) -> Picture:
    made, draw = blank()
    centred(draw, "竣工验收意见", 52, 140, INK)
    body(draw, 260, 18)
    if stamp:
        draw.ellipse((560, 960, 760, 1160), outline=RED, width=9)
        centred(draw, "市住建局", 30, 1040, RED, 1320)
    return made


def table() -> Picture:
    """A sheet whose late rows are red."""
    made, draw = blank()
    centred(draw, "重点任务进度表", 44, 80, INK)
    for n in range(24):
        top = 180 + n * 42
        draw.line((60, top, 840, top), fill=(160, 160, 160), width=2)
        draw.text((80, top + 4), f"{n + 1}  断头路打通  {n * 4}%", RED if n % 5 == 2 else INK, font(26))
    return made


def underlined() -> Picture:
    """A page of which somebody marked words with a red pen."""
    made = letter(stamp=False)
    draw = ImageDraw.Draw(made)
    for top in (340, 460, 620):
        draw.line((150, top, 520, top + 6), fill=RED, width=5)
    return made


def meter() -> Picture:
    made, draw = blank(900, 1200, (222, 222, 220))
    draw.ellipse((200, 300, 700, 800), fill=(250, 250, 250), outline=INK, width=10)
    draw.arc((250, 350, 650, 750), 300, 40, fill=(220, 30, 30), width=26)
    centred(draw, "1.6 MPa", 54, 620, INK)
    return made


def roofs() -> Picture:
    made, draw = blank(1200, 900, (190, 208, 226))
    for n in range(8):
        left = n * 150
        draw.polygon(((left, 520), (left + 75, 430), (left + 150, 520)), fill=(176, 58, 46))
        draw.rectangle((left + 10, 520, left + 140, 700), fill=(240, 238, 232))
    draw.rectangle((0, 700, 1200, 900), fill=(110, 130, 84))
    return made


def site_board() -> Picture:
    """The white board at a site's gate, with a red title and blue rows."""
    made, draw = blank(1200, 900, (150, 150, 146))
    draw.rectangle((150, 120, 1050, 720), fill=(248, 248, 246))
    centred(draw, "工程概况牌", 70, 150, (210, 30, 30), 1200)
    for n in range(7):
        draw.text((220, 270 + n * 60), "建设单位 市城投集团 工期十个月", (30, 60, 150), font(34))
    return made


def slide() -> Picture:
    made, draw = blank(1280, 720, (255, 255, 255))
    draw.rectangle((0, 0, 1280, 110), fill=(192, 18, 24))
    centred(draw, "重点项目推进情况汇报", 56, 16, (255, 255, 255), 1280)
    body(draw, 180, 10, left=120, right=1100)
    return made


def chat_screen() -> Picture:
    made, draw = blank(720, 1480, (237, 237, 237))
    for n in range(9):
        left = 40 if n % 2 else 220
        draw.rounded_rectangle((left, 120 + n * 140, left + 440, 220 + n * 140), 16, fill=(255, 255, 255))
        draw.text((left + 20, 150 + n * 140), "今天打通第三条", INK, font(30))
    draw.ellipse((640, 40, 690, 90), fill=(250, 60, 50))
    return made


def site_map() -> Picture:
    made, draw = blank(900, 1200, (244, 242, 234))
    for n in range(10):
        draw.line((0, 100 + n * 110, 900, 60 + n * 120), fill=(200, 200, 190), width=10)
    draw.line([(100, 1100), (300, 760), (520, 520), (840, 200)], fill=(225, 30, 30), width=16)
    return made


def certificate() -> Picture:
    """A frame of red, a title of red: an honour on the wall, not a paper of a government."""
    made, draw = blank(1200, 850, (252, 246, 226))
    draw.rectangle((30, 30, 1170, 820), outline=(200, 30, 30), width=24)
    centred(draw, "荣誉证书", 110, 120, (200, 30, 30), 1200)
    body(draw, 330, 6, left=160, right=1040)
    return made


OTHERS: dict[str, Callable[[], Picture]] = {
    "a banner at a site": banner_on_site,
    "a banner without words": lambda: banner_on_site(letters=False),
    "a banner, upright": lambda: banner_on_site().crop((300, 0, 1000, 960)),
    "flags": flags,
    "a chart of red bars": bars,
    "a chart of red bars, flat": lambda: bars(1200, 800),
    "a red curve": curve,
    "a letter with a stamp": letter,
    "a letter with a stamp, photographed": lambda: photographed(letter(), angle=5),
    "a letter without a stamp": lambda: letter(stamp=False),
    "a sheet with red rows": table,
    "a sheet with red rows, photographed": lambda: photographed(table(), angle=-4),
    "a page marked with a red pen": underlined,
    "a gauge": meter,
    "red roofs": roofs,
    "a board at the gate": site_board,
    "a slide": slide,
    "a chat": chat_screen,
    "a map": site_map,
    "a certificate": certificate,
    "a white wall": lambda: blank(900, 1200, (236, 236, 232))[0],
    "the night": lambda: blank(900, 1200, (12, 12, 20))[0],
}
