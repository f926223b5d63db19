import { byId } from './dom.js';

const choices = ['system', 'light', 'dark'] as const;
type Choice = (typeof choices)[number];
const KEY = 'shadowbill-colours';

/** A page opened from disk may have no storage; the choice then lasts as long as the page. */
function stored(): Choice {
  try {
    return choices.find((choice) => choice === localStorage.getItem(KEY)) ?? 'system';
  } catch (error) {
    if (error instanceof DOMException) return 'system';
    throw error;
  }
}

function store(choice: Choice): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** The colours button; `onChange` redraws what does not follow the style by itself. Print is always light. */
export function startTheme(onChange: () => void): void {
  const button = byId<HTMLButtonElement>('theme');
  let choice = stored();
  const set = (theme: Choice): void => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    onChange();
  };
  const show = (): void => {
    button.textContent = `Colours: ${choice}`;
    button.setAttribute('aria-label', `Colours: ${choice === 'system' ? 'as the system' : choice}`);
    set(choice);
  };
  button.addEventListener('click', () => {
    choice = choices[(choices.indexOf(choice) + 1) % choices.length] ?? 'system';
    store(choice);
    show();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onChange);
  addEventListener('beforeprint', () => set('light'));
  addEventListener('afterprint', () => set(choice));
  show();
}
