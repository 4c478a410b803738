// What is wrong with the page, one line each; nothing if a person can use it.
// The numbers are those of WCAG 2.2: 1.4.3 (text), 1.4.11 (edges of fields), 1.4.10 (reflow), 2.5.8 (targets).
(() => {
  const problems = [];
  const require = (holds, problem, element) => {
    if (!holds) problems.push(problem + (element ? ': ' + element.outerHTML.slice(0, 150) : ''));
  };
  const all = selector => [...document.querySelectorAll(selector)];
  const style = element => getComputedStyle(element);
  const numbers = colour => colour.match(/[\d.]+/g).map(Number);
  const luminance = colour => {
    const [red, green, blue] = numbers(colour).slice(0, 3)
        .map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const isOpaque = colour => numbers(colour).length < 4 || numbers(colour)[3] === 1;
  const behind = element => {
    const colour = style(element).backgroundColor;
    return isOpaque(colour) ? colour : element.parentElement ? behind(element.parentElement) : 'rgb(255, 255, 255)';
  };
  const hasText = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const fields = all('input:not([type=hidden])');
  const targets = [...all('button, a[href]'), ...fields];

  require(document.documentElement.lang, 'no language');
  require(document.title.trim(), 'no title');
  require(all('main').length === 1 && all('h1').length === 1, 'not one main part with one heading');
  require(all('script, img, link, iframe, object').length === 0, 'the page loads something');
  require(all('*').every(element => [...element.attributes].every(it => !it.name.startsWith('on'))), 'a script');
  all('[id]').forEach(it => require(all('#' + it.id).length === 1, 'an id twice', it));
  fields.forEach(it => require([...it.labels].some(label => label.innerText.trim()), 'no label', it));
  targets.forEach(it => {
    const { width, height } = it.getBoundingClientRect();
    const target = [...(it.labels || [])].reduce((sum, label) => sum + label.getBoundingClientRect().width, width);
    require(target >= 24 && height >= 18, 'too small to hit', it);
  });
  all('body *').filter(hasText).filter(it => it.tagName !== 'STYLE').concat(fields).forEach(it => {
    require(contrast(style(it).color, behind(it)) >= 4.5, 'text of little contrast', it);
  });
  fields.filter(it => it.type !== 'checkbox').forEach(it => {
    require(contrast(style(it).borderTopColor, behind(it.parentElement)) >= 3, 'an edge of little contrast', it);
  });
  require(document.documentElement.scrollWidth <= innerWidth, 'scrolls sideways');
  all('main, main *').forEach(it => {
    require(it.getBoundingClientRect().right <= innerWidth, 'out of sight', it);
  });
  return problems.join('\n');
})()
