// Reads the receipt page and the report as an outsider does, in Chromium.
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { LOG, VKEY, OTHER, REPORT, PACKAGES, CHROMIUM, IMAGES } = process.env;
const require = createRequire(path.join(PACKAGES, 'package.json'));
const { chromium } = require('playwright-core');

const SIZES = { desktop: { width: 1000, height: 760 }, phone: { width: 390, height: 760 } };
const INDEX = 1008;

function expect(holds, what) {
  if (!holds) throw new Error(`not so: ${what}`);
  console.log(`so: ${what}`);
}

async function picture(page, name) {
  if (IMAGES) await page.screenshot({ path: path.join(IMAGES, `${name}.png`) });
}

/** What the page says of what is in its fields. */
async function verdict(page) {
  await page.evaluate(() => { document.getElementById('verdict').hidden = true; });
  await page.click('#verify');
  await page.waitForSelector('#verdict:not([hidden])');
  return page.innerText('#verdict');
}

async function paste(page, entry, receipt) {
  await page.evaluate(() => { document.getElementById('own').open = true; });
  await page.fill('#entry', entry);
  await page.fill('#receipt', receipt);
}

const text = async (name) => (await fetch(`${LOG}/${name}`)).text();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
try {
  const entry = await text(`entry/${INDEX}`);
  const receipt = await text(`receipt/${INDEX}`);

  // as the log serves it
  const page = await browser.newPage({ viewport: SIZES.desktop });
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  await page.goto(`${LOG}/verify#${INDEX}`);
  expect((await page.inputValue('#index')) === String(INDEX), 'the address names the entry');
  expect((await verdict(page)).includes('A key of the log is needed'), 'without a key nothing is said to hold');
  await page.fill('#keys', VKEY);
  const good = await verdict(page);
  expect(good.startsWith('It holds.') && good.includes('enforcement.ordered'), 'an entry of the log holds, and is shown');
  await page.fill('#keys', OTHER);
  const other = await verdict(page);
  expect(other.startsWith('It does not hold.') && other.includes('did not sign this checkpoint'), "another log's key does not hold");
  expect(!other.includes('enforcement.ordered'), 'what does not hold is not shown');
  await page.fill('#keys', VKEY);
  await page.fill('#index', '999999');
  expect((await verdict(page)).includes('has no /entry/999999'), 'an entry that is not there is said to be missing');

  // pasted
  await paste(page, entry, receipt);
  expect((await verdict(page)).startsWith('It holds.'), 'a pasted receipt holds');
  await paste(page, entry.replace('"tom"', '"tim"'), receipt);
  expect((await verdict(page)).includes('the entry was altered'), 'a changed entry does not hold');
  await paste(page, entry, receipt.replace(`index ${INDEX}`, `index ${INDEX - 1}`));
  expect((await verdict(page)).startsWith('It does not hold.'), 'a receipt of another place does not hold');
  await paste(page, entry, receipt.replace(/\n(\d+)\n(.{44}\n)/, (_, size, root) => `\n${Number(size) + 1}\n${root}`));
  expect((await verdict(page)).includes('did not sign'), 'a changed checkpoint does not hold');
  await paste(page, '<img src=x onerror=alert(1)>', receipt);
  expect((await verdict(page)).startsWith('It does not hold.'), 'nonsense does not hold');
  await paste(page, entry, 'nonsense');
  expect((await verdict(page)).includes('This is no receipt'), 'a receipt that is none is said to be none');
  // the browser itself says that an answer was 404
  expect(errors.every((error) => error.includes('404')), `no error in the page: ${errors}`);

  // saved as a file, without a network
  const saved = path.join(path.dirname(REPORT), 'verify.html');
  fs.writeFileSync(saved, await text('verify'));
  const offline = await browser.newContext({ viewport: SIZES.phone, offline: true, colorScheme: 'dark' });
  const copy = await offline.newPage();
  await copy.goto(pathToFileURL(saved).href);
  await copy.fill('#keys', VKEY);
  const files = path.dirname(REPORT);
  fs.writeFileSync(path.join(files, 'entry.json'), entry);
  fs.writeFileSync(path.join(files, 'receipt.txt'), receipt);
  await copy.setInputFiles('#entry-file', path.join(files, 'entry.json'));
  await copy.setInputFiles('#receipt-file', path.join(files, 'receipt.txt'));
  await copy.waitForFunction(() => document.getElementById('receipt').value !== '' && document.getElementById('entry').value !== '');
  expect((await verdict(copy)).startsWith('It holds.'), 'the saved page works without a network, from files');
  await copy.evaluate(() => document.getElementById('verdict').scrollIntoView());
  await picture(copy, 'receipt-phone-dark');

  // the page's own arithmetic against Node's
  const arithmetic = await copy.evaluate(`(${(bytes) => {
    const all = [0, 1, 55, 56, 64, 111, 112, 128, 300].map((n) => Uint8Array.from(bytes.slice(0, n)));
    return all.map((each) => [hex(sha256(each)), hex(sha512(each))]);
  }})(${JSON.stringify([...crypto.createHash('shake256', { outputLength: 300 }).update('x').digest()])})`);
  const bytes = crypto.createHash('shake256', { outputLength: 300 }).update('x').digest();
  [0, 1, 55, 56, 64, 111, 112, 128, 300].forEach((n, i) => {
    const node = ['sha256', 'sha512'].map((name) => crypto.createHash(name).update(bytes.subarray(0, n)).digest('hex'));
    expect(node.join() === arithmetic[i].join(), `SHA-256 and SHA-512 of ${n} bytes`);
  });
  const pair = crypto.generateKeyPairSync('ed25519');
  const raw = [...pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(12)];
  const signature = [...crypto.sign(null, bytes, pair.privateKey)];
  const ed25519 = (key, message, signed) =>
    copy.evaluate(([k, m, s]) => verifiesEd25519(Uint8Array.from(k), Uint8Array.from(m), Uint8Array.from(s)), [key, [...message], signed]);
  expect(await ed25519(raw, bytes, signature), 'Ed25519 verifies what Node signed');
  for (const at of [0, 31, 32, 63]) {
    const changed = signature.map((byte, i) => (i === at ? byte ^ 1 : byte));
    expect(!(await ed25519(raw, bytes, changed)), `Ed25519 refuses a signature whose byte ${at} is changed`);
  }
  expect(!(await ed25519(raw, bytes.subarray(1), signature)), 'Ed25519 refuses another message');

  // the pictures of the receipt page, and its width on a phone
  const light = await browser.newPage({ viewport: SIZES.desktop });
  await light.goto(`${LOG}/verify#${INDEX}`);
  await light.fill('#keys', VKEY);
  await verdict(light);
  await light.evaluate(() => scrollTo(0, 0));
  await picture(light, 'receipt-desktop');

  // the report, with scripts off
  for (const [name, viewport, colorScheme] of [['desktop', SIZES.desktop, 'light'], ['phone', SIZES.phone, 'dark']]) {
    const context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled: false });
    const report = await context.newPage();
    const loaded = [];
    report.on('request', (request) => loaded.push(request.url()));
    await report.goto(pathToFileURL(REPORT).href);
    expect(loaded.length === 1, `the report loads nothing but itself (${name})`);
    expect((await report.innerText('h1')) === 'Transparency report', `the report is readable without scripts (${name})`);
    expect((await report.locator('svg rect.sure').count()) > 50, `it has charts (${name})`);
    await picture(report, `report-${name}-${colorScheme}`);
    await report.goto(`${pathToFileURL(REPORT).href}#cases`);
    await picture(report, `cases-${name}-${colorScheme}`);
    await report.goto(`${pathToFileURL(REPORT).href}#usage`);
    await picture(report, `usage-${name}-${colorScheme}`);
  }
  for (const address of [pathToFileURL(REPORT).href, `${LOG}/verify`]) {
    const narrow = await browser.newPage({ viewport: SIZES.phone });
    await narrow.goto(address);
    expect(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `a phone shows all of ${address} without scrolling sideways`);
  }
  console.log('done');
} finally {
  await browser.close();
}
