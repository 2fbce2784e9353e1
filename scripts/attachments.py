"""Make the letter and the picture of the sample site, with Chromium.

Run as `python scripts/attachments.py`. They are kept in `content/files/`, since a PDF says when
it was made; a letter that was sent is not made anew.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

FILES = Path(__file__).resolve().parents[1] / "content" / "files"

LETTER = """\
<!doctype html>
<html lang="ja">
<title>お客さま情報の漏えいについてのお詫びとお知らせ</title>
<style>
@page { size: A4; margin: 25mm 22mm }
body { font: 11pt/1.9 "Noto Sans CJK JP", sans-serif; margin: 0 }
h1 { font-size: 14pt; text-align: center; margin: 12mm 0 8mm }
p { margin: 0 0 4mm } .end { text-align: right }
</style>
<p class="end">2026年3月</p>
<p>保護者さま</p>
<p class="end">株式会社みなと学習社<br>代表取締役社長 青木 直子</p>
<h1>お客さま情報の漏えいについてのお詫びとお知らせ</h1>
<p>システムの保守を委託している会社の従業員が、当社のお客さまの名簿の一部を持ち出し、お子さまと
保護者さまの情報が漏えいしました。お預かりした情報を守ることができず、心よりお詫び申し上げます。</p>
<p>この封筒の宛名の方と、同じ登録のお子さまの、氏名、住所、電話番号、お子さまの生年月日と性別が
漏えいしました。クレジットカード番号、銀行口座番号、会員サイトのパスワードは漏えいしていません。</p>
<p>この件で、当社から先にお電話、メール、SMSを差し上げることはありません。当社の名をかたって
口座番号や暗証番号を尋ねる連絡には、お答えにならないでください。</p>
<p>分かったことと、お客さま専用窓口の電話番号は、次のページでお知らせしています。公式サイトの
いちばん上からもご覧いただけます。</p>
<p>https://www.minato-learning.example/notice/</p>
<p class="end">以上</p>
</html>
"""

ENVELOPE = """\
<!doctype html>
<html lang="ja">
<style>
body { margin: 0; background: #e9e6e0; font: 22px "Noto Sans CJK JP", sans-serif; color: #222 }
div { position: absolute; box-sizing: border-box }
#paper { left: 40px; top: 40px; width: 720px; height: 368px; background: #fff;
         border: 1px solid #999 }
#window { left: 90px; top: 150px; width: 330px; height: 110px; border: 1px solid #aaa;
          border-radius: 10px; padding: 36px 0 0 28px }
#mark { left: 60px; top: 60px; border: 2px solid #222; padding: 6px 12px; font-size: 16px }
#from { right: 70px; bottom: 66px; text-align: right; line-height: 1.6 }
b { font-size: 26px }
</style>
<div id="paper"></div>
<div id="mark">料金後納</div>
<div id="window">保護者さまのお名前 様</div>
<div id="from">株式会社みなと学習社<br><b>重要なお知らせ</b></div>
</html>
"""


def main() -> None:
    """Write both files."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("this needs chromium")
    with tempfile.TemporaryDirectory() as folder:
        for name, html, *how in (
            ("letter.pdf", LETTER, "--no-pdf-header-footer", "--print-to-pdf={}"),
            ("envelope.png", ENVELOPE, "--window-size=800,448", "--screenshot={}"),
        ):
            source = Path(folder, "source.html")
            source.write_text(html, "utf-8")
            words = [word.format(FILES / name) for word in how]
            subprocess.run(
                [chromium, "--headless", "--no-sandbox", "--disable-gpu", *words, source.as_uri()],
                check=True,
                capture_output=True,
            )


if __name__ == "__main__":
    main()
