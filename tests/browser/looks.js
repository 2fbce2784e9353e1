/* What can be seen of a page from within: each function returns its findings, a line each. */
(() => {
  const name = node => {
    const kind = [node.localName, ...node.classList].join('.');
    return `${kind} "${(node.textContent || '').trim().replace(/\s+/g, ' ').slice(0, 30)}"`;
  };
  const style = (node, pseudo) => getComputedStyle(node, pseudo);
  const shown = node => node.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const skipped = node => node.closest('.skip');
  const boxes = range => [...range.getClientRects()].filter(box => box.width && box.height);

  /* The text nodes that somebody sees, with their boxes; readings of characters only on demand. */
  const texts = (root = document.body, readings = false) => {
    const found = [], range = document.createRange();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode, parent = node.parentElement;
      if (!node.data.trim() || !shown(parent) || skipped(parent)) continue;
      if (!readings && parent.closest('rt, rp')) continue;
      range.selectNodeContents(node);
      const rects = boxes(range);
      if (rects.length) found.push({node, parent, rects});
    }
    return found;
  };

  /* Colours: [red, green, blue, alpha], from whatever notation the browser computes. */
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const known = new Map();
  const colour = text => {
    if (!known.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, a / 255]);
    }
    return known.get(text);
  };
  const over = (top, under) =>
    [...[0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])), 1];
  const sheet = () => matchMedia('(prefers-color-scheme: dark)').matches
    && style(document.documentElement).colorScheme.includes('dark') ? [18, 18, 18, 1] : [255, 255, 255, 1];
  let grounds = new Map();
  const ground = node => {
    if (!node) return sheet();
    if (!grounds.has(node)) {
      const top = colour(style(node).backgroundColor);
      grounds.set(node, top[3] === 1 ? top : over(top, ground(node.parentElement)));
    }
    return grounds.get(node);
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(
      part => (part /= 255) <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const ratio = (top, under) => {
    const [x, y] = [light(over(top, under)), light(under)];
    return (Math.max(x, y) + .05) / (Math.min(x, y) + .05);
  };
  const rounded = number => Math.round(number * 100) / 100;

  const words = node => {
    const parent = node.parentElement;
    return ratio(colour(style(parent).color), ground(parent));
  };

  /* The text under an element has a contrast of at least `least`: for what axe leaves undecided. */
  const decided = (selector, least) => {
    grounds = new Map();
    const node = document.querySelector(selector);
    const found = texts(node, true);
    return found.length > 0 && found.every(({node}) => words(node) >= least)
      && !style(node).backgroundImage.includes('url');
  };

  /* WCAG 1.4.6 and 1.4.11: letters 7 to 1, lines that divide, mark or draw 3 to 1. */
  const contrast = () => {
    grounds = new Map();
    const found = [];
    const hold = (what, top, under, least) => {
      const is = ratio(top, under);
      if (is < least) found.push(`${what}: ${rounded(is)} to 1`);
    };
    for (const {node, parent} of texts(document.body, true))
      hold(name(parent), colour(style(parent).color), ground(parent), 7);
    for (const node of document.body.querySelectorAll('*')) {
      if (!shown(node) || skipped(node)) continue;
      const its = style(node);
      if (its.backgroundImage !== 'none') found.push(`${name(node)}: a picture as its ground`);
      if (its.opacity !== '1') found.push(`${name(node)}: lets the ground through`);
      if (node instanceof SVGElement) {
        for (const part of ['fill', 'stroke'])
          if (its[part] !== 'none' && node.matches('.line, .axis, circle, text')
              && !(part === 'stroke' && its.strokeWidth === '0px'))
            hold(`${part} of ${name(node)}`, colour(its[part]), ground(node.closest('svg')), 3);
        continue;
      }
      const outside = ground(node.parentElement);
      for (const side of ['Top', 'Right', 'Bottom', 'Left'])
        if (its[`border${side}Style`] !== 'none' && parseFloat(its[`border${side}Width`]))
          hold(`border of ${name(node)}`, colour(its[`border${side}Color`]), outside, 3);
      for (const pseudo of ['::before', '::after']) {
        const made = style(node, pseudo);
        if (['none', 'normal', '""'].includes(made.content) || made.display === 'none') continue;
        const own = over(colour(made.backgroundColor), ground(node));
        hold(`${pseudo} of ${name(node)}`, colour(made.color), own, 7);
      }
    }
    return [...new Set(found)];
  };

  /* The boxes of the letters themselves: a line's box is higher than what stands in it. */
  const letters = ({parent, rects}) => {
    const half = parseFloat(style(parent).fontSize) * .45;
    return rects.map(box => {
      const middle = (box.top + box.bottom) / 2;
      return {left: box.left, right: box.right, top: middle - half, bottom: middle + half};
    });
  };

  /* WCAG 1.4.10, 1.4.12: no sideways scroll, no text beyond an edge or over another. */
  const overflow = () => {
    const found = [], page = document.documentElement;
    const width = page.clientWidth;
    if (page.scrollWidth > width) found.push(`page: ${page.scrollWidth} > ${width}`);
    for (const node of document.body.querySelectorAll('*')) {
      const box = node.getBoundingClientRect();
      const scrolls = node.closest('.wide, pre');
      if (box.right > width + 1 && !(scrolls && scrolls !== node) && !skipped(node))
        found.push(`beyond the edge: ${name(node)}: ${Math.round(box.right)}`);
    }
    const lines = [];
    for (const text of texts()) {
      const placed = letters(text);
      for (let node = text.parent; node !== page; node = node.parentElement) {
        const {overflowX, overflowY} = style(node);
        if (overflowX === 'visible' && overflowY === 'visible') continue;
        const edge = node.getBoundingClientRect();
        const scrolls = ['auto', 'scroll'];
        for (const box of placed) {
          if (!scrolls.includes(overflowX) && (box.left < edge.left - 1 || box.right > edge.right + 1)
              || !scrolls.includes(overflowY) && (box.top < edge.top - 1 || box.bottom > edge.bottom + 1))
            found.push(`cut off: ${name(text.parent)}`);
        }
      }
      if (placed.some(box => box.left < -1)) found.push(`cut off: ${name(text.parent)}`);
      if (!text.parent.closest('svg')) lines.push(...placed.map(box => ({...box, text})));
    }
    lines.sort((a, b) => a.top - b.top);
    lines.forEach((one, place) => {
      for (let next = place + 1; next < lines.length && lines[next].top < one.bottom - 1.5; next++) {
        const other = lines[next];
        // What has a reading may reach into its neighbours by a part of a letter.
        const reach = [one, other].some(({text}) => text.parent.closest('ruby')) ? 5 : 1.5;
        if (other.text.node !== one.text.node
            && Math.min(one.right, other.right) - Math.max(one.left, other.left) > reach)
          found.push(`one over the other: ${name(one.text.parent)}, ${name(other.text.parent)}`);
      }
    });
    return [...new Set(found)];
  };

  const PARTS = 'header, main, nav.pages, footer';

  /* What comes after something in the source stands below it, or on its right. */
  const order = () => {
    const found = [];
    if (document.querySelector('[tabindex]:not([tabindex="0"], [tabindex="-1"])'))
      found.push('a tabindex that changes the order');
    const all = texts().map(({parent, rects}) => ({
      parent,
      part: parent.closest(PARTS),
      first: rects[0],
      last: rects[rects.length - 1],
      right: Math.max(...rects.map(box => box.right)),
    })).filter(({parent}) => !parent.closest('svg'));
    for (let place = 1; place < all.length; place++) {
      const before = all[place - 1], after = all[place];
      if (before.part !== after.part) continue;
      const above = after.first.bottom <= before.last.top + 1 && after.first.left < before.right - 1;
      const beside = Math.abs(after.first.top - before.last.top) < 3
        && after.first.left < before.last.left - 1;
      if (above || beside) found.push(`${name(after.parent)} stands before ${name(before.parent)}`);
    }
    const parts = [...document.querySelectorAll(PARTS)].filter(part => part.parentElement === document.body);
    for (let place = 1; place < parts.length; place++) {
      const [before, after] = [parts[place - 1], parts[place]].map(part => part.getBoundingClientRect());
      if (after.top < before.bottom - 1 && after.left < before.right - 1)
        found.push(`${name(parts[place])} does not follow ${name(parts[place - 1])}`);
    }
    return found;
  };

  const FOCUSED = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

  /* WCAG 2.4.7, 2.4.11, 2.4.13: each stop of the tab key has a ring round it, wholly in sight.
     The page was last used with the keyboard, or focus() would show none. */
  const rings = () => {
    grounds = new Map();
    const found = [], page = document.documentElement;
    for (const node of document.body.querySelectorAll(FOCUSED)) {
      if (!shown(node)) continue;
      node.focus();
      if (document.activeElement !== node || !node.matches(':focus-visible')) {
        found.push(`${name(node)}: takes no focus`);
        continue;
      }
      const its = style(node), thick = parseFloat(its.outlineWidth);
      if (['none', 'hidden'].includes(its.outlineStyle) || thick < 2) {
        found.push(`${name(node)}: no ring`);
        continue;
      }
      const around = ground(skipped(node) ? node : node.parentElement);
      const is = ratio(colour(its.outlineColor), around);
      if (is < 3) found.push(`${name(node)}: ring of ${rounded(is)} to 1`);
      const reach = thick + parseFloat(its.outlineOffset);
      for (const box of node.getClientRects()) {
        const ring = {
          left: box.left - reach, right: box.right + reach,
          top: box.top - reach, bottom: box.bottom + reach,
        };
        if (ring.left < 0 && !skipped(node) || ring.right > page.clientWidth && !node.closest('.wide'))
          found.push(`${name(node)}: its ring leaves the page`);
        for (let up = node.parentElement; up !== page; up = up.parentElement) {
          if (style(up).overflowX === 'visible' && style(up).overflowY === 'visible') continue;
          const edge = up.getBoundingClientRect();
          if (ring.left < edge.left - .5 || ring.top < edge.top - .5 || ring.bottom > edge.bottom + .5)
            found.push(`${name(node)}: its ring is cut off`);
        }
      }
    }
    document.activeElement.blur();
    scrollTo(0, 0);
    return [...new Set(found)];
  };

  /* Nothing moves. */
  const motion = () => {
    const found = document.getAnimations().map(animation => `moves: ${animation.id}`);
    for (const sheet of document.styleSheets)
      for (const word of ['transition', 'animation', '@keyframes', 'scroll-behavior'])
        if ([...sheet.cssRules].some(rule => rule.cssText.includes(word))) found.push(`the style says ${word}`);
    return found;
  };

  const block = node => {
    while (/^(inline|ruby|contents)/.test(style(node).display) && node.parentElement) node = node.parentElement;
    return node;
  };

  /* WCAG 2.5.5: 44 by 44, but for what stands in a sentence, or a table, and is as high as its line. */
  const targets = () => {
    const found = [];
    for (const node of document.body.querySelectorAll(FOCUSED)) {
      if (!shown(node) || skipped(node) || node.closest('td') || node.matches('[tabindex]')) continue;
      const own = style(node).display === 'inline';
      if (own && texts(block(node)).some(({parent}) => !parent.closest('a'))) continue;
      const box = node.getBoundingClientRect();
      if (box.width < 44 || box.height < 44)
        found.push(`${name(node)} in ${name(node.parentElement).split(' ')[0]}: `
          + `${Math.round(box.width)} by ${Math.round(box.height)}`);
    }
    return found;
  };

  /* How many lines these boxes stand on. */
  const lines = rects => {
    const middles = rects.map(box => (box.top + box.bottom) / 2).sort((a, b) => a - b);
    return middles.filter((middle, place) => !place || middle - middles[place - 1] > 4).length;
  };

  const FIGURE = /[0-9０-９]+(?:[.,\u00a0\u202f\u2009'’-][0-9０-９]+)+/g;

  /* Telephone numbers and figures stand on one line each. */
  const figures = () => {
    const found = [], range = document.createRange();
    for (const node of document.querySelectorAll('main a[href^=tel], main .value:not(td, :has(del)), main td.right')) {
      range.selectNodeContents(node);
      const rects = boxes(range);
      if (rects.length && !node.querySelector('del') && lines(rects) > 1) found.push(`broken: ${name(node)}`);
    }
    for (const {node, parent} of texts()) {
      if (parent.closest('code, pre, .url, a[href^="http"]:not([href^=tel])')) continue;
      for (const match of node.data.matchAll(FIGURE)) {
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        if (lines(boxes(range)) > 1) found.push(`broken: ${match[0]} in ${name(parent)}`);
      }
    }
    return [...new Set(found)];
  };

  /* Read aloud, a telephone number is its digits one by one. */
  const spoken = () => {
    const digits = text => text.normalize('NFKC').replace(/[^0-9]/g, '');
    return [...document.querySelectorAll('a[href^=tel]')].filter(node => {
      const said = node.getAttribute('aria-label') || '';
      const shown = digits(node.textContent);
      return /[0-9]{2}/.test(said) || shown && digits(said) !== shown;
    }).map(node => `${name(node)} is read as ${node.getAttribute('aria-label')}`);
  };

  /* Running Japanese has at most 40 characters a line; nothing is justified. */
  const measure = () => {
    const found = [], blocks = new Map();
    for (const text of texts(document.querySelector('main'))) {
      const owner = block(text.parent);
      if (style(owner).textAlign === 'justify') found.push(`justified: ${name(owner)}`);
      if (!owner.closest(':lang(ja)') || owner.closest('table, pre, svg')) continue;
      blocks.set(owner, [...blocks.get(owner) || [], ...text.rects]);
    }
    for (const [owner, rects] of blocks) {
      const size = parseFloat(style(owner).fontSize), rows = [];
      for (const box of rects.sort((a, b) => a.top + a.bottom - b.top - b.bottom)) {
        const middle = (box.top + box.bottom) / 2, row = rows[rows.length - 1];
        if (row && middle - row.middle < size / 2) {
          row.left = Math.min(row.left, box.left);
          row.right = Math.max(row.right, box.right);
        } else rows.push({middle, left: box.left, right: box.right});
      }
      const longest = Math.max(...rows.map(row => row.right - row.left)) / size;
      if (longest > 40.2) found.push(`${name(owner)}: a line of ${rounded(longest)} characters`);
    }
    return [...new Set(found)];
  };

  /* A Japanese heading goes on to the next line between phrases only. */
  const phrases = (selector = 'h1:lang(ja)') => {
    const found = [], range = document.createRange();
    for (const heading of document.querySelectorAll(selector)) {
      let last, before = '', free = true;
      const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.localName === 'wbr' || node.localName === 'br') free = true;
        if (node.nodeType !== Node.TEXT_NODE || node.parentElement.closest('rt, rp')) continue;
        for (let place = 0; place < node.length; place++) {
          range.setStart(node, place);
          range.setEnd(node, place + 1);
          const [box] = boxes(range), sign = node.data[place];
          if (!box) { free ||= /\s/.test(sign); continue; }
          if (last !== undefined && box.top > last + 4
              && !free && !/[\s\p{P}]/u.test(before) && !/[\p{Ps}\p{Pi}]/u.test(sign))
            found.push(`${name(heading)} is broken between ${before} and ${sign}`);
          [last, before, free] = [box.top, sign, false];
        }
      }
    }
    return found;
  };

  /* What a reader sees of a home page without doing anything. */
  const firstScreen = () => {
    const end = document.querySelector('main h2'), found = [];
    const before = [...document.querySelectorAll('main :is(dt, dd)')].filter(
      node => node.compareDocumentPosition(end) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (before.length < 10) found.push(`only ${before.length} terms and definitions`);
    const top = ['.organization', 'h1', '.byline', '.lead'].map(one => document.querySelector(one));
    for (const node of [...top, ...before]) {
      const box = node.getBoundingClientRect();
      if (box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth || !box.height)
        found.push(`${name(node)}: ${Math.round(box.top)} to ${Math.round(box.bottom)}`);
    }
    return found;
  };

  /* What is printed, a block at a time: the text, and what the style puts beside it. */
  const printed = selector => {
    const blocks = [];
    let owner;
    const put = (node, text) => {
      if (block(node) !== owner) {
        owner = block(node);
        blocks.push('');
      }
      blocks[blocks.length - 1] += text;
    };
    const walk = node => {
      if (node.nodeType === Node.TEXT_NODE) {
        if (node.data.trim()) put(node.parentElement, node.data);
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || !shown(node) || node.matches('rt, rp')) return;
      node.childNodes.forEach(walk);
      if (!node.matches('a[href]')) return;
      const behind = style(node, '::after').content, href = node.getAttribute('href');
      if (behind.includes(href) || behind.includes('attr(href)')) put(node, ` (${href})`);
    };
    walk(document.querySelector(selector));
    return blocks;
  };

  /* A reader's own style, as WCAG 1.4.12 has it; "" takes it away again. */
  const wear = css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = css ? [sheet] : [];
  };

  /* The text of the page; what is for print only or for the keyboard only is left out. */
  const said = () => {
    const all = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (shown(parent) && !parent.closest('.printed, .menu, rp')) all.push(walker.currentNode.data);
    }
    return all.join('').replace(/\s+/g, '');
  };

  window.looks = {
    contrast, decided, figures, firstScreen, measure, motion, order, overflow, phrases, printed,
    rings, said, spoken, targets, wear,
  };
})();
