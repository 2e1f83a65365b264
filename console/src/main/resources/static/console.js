// What pages do in the browser: times in the reader's zone, charts out of the tables that say the same, copying.
(() => {
  'use strict';

  const local = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'});

  function times(root) {
    root.querySelectorAll('time[data-local]').forEach((element) => {
      const at = new Date(element.getAttribute('datetime'));
      if (!Number.isNaN(at.getTime()) && !element.title) {
        element.title = at.toISOString().replace('.000Z', 'Z') + ' (UTC)';
        element.textContent = local.format(at);
      }
    });
  }

  const color = (name) => {
    // light-dark() is resolved where a real property takes it.
    const probe = document.createElement('i');
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };

  function series(table) {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rows = [...table.tBodies[0].rows];
    const number = (text) => (text === null || text === '' ? null : Number(text));
    return {
      x: rows.map((row) => Number(row.cells[0].dataset.x)),
      columns: heads.map((head, i) => ({
        name: head.textContent,
        kind: head.dataset.kind,
        group: head.dataset.group,
        values: rows.map((row) => number(row.cells[i + 1].getAttribute('data-v'))),
      })),
    };
  }

  const short = (value) => new Intl.NumberFormat(undefined, {maximumSignificantDigits: 4}).format(value);

  const STYLES = {
    line: () => ({stroke: color('actual'), width: 1.6, points: {show: true, size: 4, fill: color('actual')}}),
    forecast: () => ({stroke: color('forecast'), width: 2.2, points: {show: true, size: 6, fill: color('forecast')}}),
    past: () => ({stroke: color('past'), width: 1.3, dash: [5, 4], points: {show: true, size: 4}}),
    earlier: () => ({stroke: color('earlier'), width: 1.3, dash: [2, 3], points: {show: true, size: 4}}),
    lower: () => ({stroke: 'transparent', width: 0, points: {show: false}}),
    upper: () => ({stroke: 'transparent', width: 0, points: {show: false}}),
  };

  const DAY = 86400;

  // Dates as everybody reads them, no finer than the steps of the axis.
  const dates = [[365 * DAY, {year: 'numeric'}], [28 * DAY, {month: 'short', year: 'numeric'}], [DAY, {day: 'numeric', month: 'short'}],
    [0, {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'}]]
    .map(([step, parts]) => [step, new Intl.DateTimeFormat(undefined, {...parts, timeZone: 'UTC'})]);

  function dated(_, found, axis, space, step) {
    const format = dates.find(([least]) => step >= least)[1];
    // A day without its year would be of any year: the first one says it.
    const year = new Intl.DateTimeFormat(undefined, {year: 'numeric', timeZone: 'UTC'});
    return found.map((at, i) => format.format(new Date(at * 1e3)) + (i === 0 && step < 28 * DAY ? `\n${year.format(new Date(at * 1e3))}` : ''));
  }

  function axes(onCalendar, plain) {
    const look = {stroke: color('quiet'), grid: {stroke: color('rule'), width: 1}, ticks: {stroke: color('rule'), width: 1},
      font: '12px system-ui, sans-serif'};
    const x = {...look, space: 70, values: onCalendar ? dated : (_, found) => found.map((value) => (Number.isInteger(value) ? String(value) : ''))};
    return [plain ? {...look, show: false} : x, {...look, size: 56}];
  }

  const drawn = new Map();

  function draw(figure) {
    const plot = figure.querySelector('.plot');
    const table = figure.querySelector('table');
    if (!plot || !table || typeof uPlot === 'undefined') {
      return;
    }
    (drawn.get(figure) || []).forEach((chart) => chart.destroy());
    plot.replaceChildren();
    const {x, columns} = series(table);
    const onCalendar = figure.dataset.dated === 'true';
    const width = plot.clientWidth;
    const main = columns.filter((column) => column.kind !== 'known');
    const bands = [];
    main.forEach((column, i) => {
      if (column.kind === 'upper') {
        const lower = main.findIndex((other) => other.kind === 'lower' && other.group === column.group);
        if (lower >= 0) {
          bands.push({series: [i + 1, lower + 1], fill: color('band')});
        }
      }
    });
    const options = (height, plain, more) => ({
      width, height, legend: {show: false}, cursor: {sync: {key: 'key-page'}, drag: {x: true, y: false}},
      scales: {x: {time: onCalendar}}, axes: axes(onCalendar, plain), tzDate: (at) => uPlot.tzDate(new Date(at * 1e3), 'Etc/UTC'), ...more,
    });
    // What the pointer is at, in words; who has no pointer reads the table.
    const readout = document.createElement('div');
    readout.className = 'readout quiet';
    const said = (chart) => {
      const at = chart.cursor.idx;
      const cells = at === null || at === undefined ? [] : [...table.tBodies[0].rows[at].cells];
      readout.textContent = cells.map((cell, i) => (i === 0 ? cell.textContent : cell.getAttribute('data-v') === null ? '' : `${columns[i - 1].name} ${cell.textContent}`))
        .filter((text) => text !== '').join(' · ');
    };
    const probabilities = figure.dataset.labelled === 'true' ? {scales: {x: {time: onCalendar}, y: {range: [0, 1.02]}}} : {};
    const charts = [new uPlot(options(300, false, {
      ...probabilities, bands,
      hooks: {setCursor: [said]},
      series: [{}, ...main.map((column) => ({label: column.name, spanGaps: column.kind !== 'past' && column.kind !== 'earlier', ...STYLES[column.kind]()}))],
    }), [x, ...main.map((column) => column.values)], plot)];
    columns.filter((column) => column.kind === 'known').forEach((column) => {
      const name = document.createElement('div');
      name.className = 'strip-name';
      const known = column.values.filter((value) => value !== null);
      name.textContent = known.length === 0 ? column.name : `${column.name}, ${short(Math.min(...known))} to ${short(Math.max(...known))}`;
      plot.append(name);
      charts.push(new uPlot(options(54, true, {
        class: 'strip',
        series: [{}, {stroke: color('quiet'), fill: color('band'), width: 1, paths: uPlot.paths.stepped({align: 1}), points: {show: false}}],
      }), [x, column.values], plot));
    });
    plot.prepend(readout);
    drawn.set(figure, charts);
  }

  function charts(root) {
    root.querySelectorAll('figure.chart').forEach(draw);
  }

  function everything(root) {
    times(root);
    charts(root);
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-copy]');
    if (button) {
      const text = document.getElementById(button.dataset.copy).textContent;
      const said = button.textContent;
      navigator.clipboard.writeText(text).then(() => {
        button.textContent = 'Copied';
        setTimeout(() => { button.textContent = said; }, 1500);
      }, () => {
        getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
      });
    }
  });
  // A page that is left ends its streams itself: else the browser reports each of them as an error.
  const streams = [];
  htmx.createEventSource = (url) => {
    const stream = new EventSource(url);
    streams.push(stream);
    return stream;
  };
  addEventListener('beforeunload', () => streams.forEach((stream) => stream.close()));

  document.addEventListener('htmx:afterSettle', (event) => times(event.target.parentElement || document));
  document.addEventListener('DOMContentLoaded', () => everything(document));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts(document));
  let resized;
  addEventListener('resize', () => {
    clearTimeout(resized);
    resized = setTimeout(() => charts(document), 150);
  });
})();
