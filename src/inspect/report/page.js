(() => {
  const overview = data("overview");
  const families = new Map(data("families"));
  const main = document.getElementById("main");
  const drawing = (name, attributes = {}, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const count = (figures, severity) => figures.by_severity[severity] || 0;
  const errors = (figures) => count(figures, "veto") + count(figures, "error");
  const rate = (figures) => (figures.characters ? (errors(figures) * 10000) / figures.characters : 0);
  const hasVeto = (unit) => count(unit.figures, "veto") > 0 || unit.issues.some((issue) => issue.is_veto);

  // Only what there is: most archives have no drafts, and some name no sources.
  const repostCards = (figures) => [["转载（篇）", figures.reposts], ["转载无审核记录", figures.unreviewed], ["转载未注明来源", figures.unsourced], ["重复发布（篇）", figures.repeated], ["未发布，不计（篇）", figures.drafts]]
    .filter(([, value]) => value).map(([name, value]) => card(name, number(value)));

  function bars(rows, format = number) {
    const height = 26, left = 150, width = 520;
    const most = Math.max(...rows.map(([, value]) => value), 1e-9);
    const svg = drawing("svg", { viewBox: `0 0 ${left + width + 80} ${rows.length * height + 4}`, width: "100%", role: "img" });
    rows.forEach(([name, value], at) => {
      const y = at * height;
      const shown = name.length > 10 ? name.slice(0, 9) + "…" : name;
      svg.append(
        drawing("text", { x: left - 8, y: y + 17, "text-anchor": "end" }, shown),
        drawing("rect", { x: left, y: y + 4, width: Math.max((value / most) * width, 1), height: height - 9, fill: "#1c5d99" }, drawing("title", {}, name)),
        drawing("text", { x: left + (value / most) * width + 6, y: y + 17 }, format(value)),
      );
    });
    return svg;
  }

  function trend(points) {
    const width = 700, height = 180, pad = 40;
    const most = Math.max(...points.map((point) => point.rate), 0.01);
    const x = (at) => pad + (points.length === 1 ? 0 : (at * (width - 2 * pad)) / (points.length - 1));
    const y = (value) => height - pad - (value / most) * (height - 2 * pad);
    const svg = drawing("svg", { viewBox: `0 0 ${width} ${height}`, width: "100%", role: "img" });
    svg.append(drawing("polyline", { points: points.map((point, at) => `${x(at)},${y(point.rate)}`).join(" "), fill: "none", stroke: "#1c5d99", "stroke-width": 2 }));
    points.forEach((point, at) => {
      svg.append(
        drawing("circle", { cx: x(at), cy: y(point.rate), r: 4, fill: "#1c5d99" }),
        drawing("text", { x: x(at), y: y(point.rate) - 10, "text-anchor": "middle" }, point.rate.toFixed(2)),
        drawing("text", { x: x(at), y: height - 12, "text-anchor": "middle" }, point.title),
      );
    });
    return svg;
  }

  function summary() {
    const total = overview.total;
    const notes = [];
    if (!overview.complete) notes.push(element("p", { class: "alert" }, "这次巡检中途停止，以下只是已查部分的数字，不完整。"));
    if (overview.skipped) notes.push(element("p", { class: "soft" }, `另有${number(overview.skipped)}篇不在统计的日期以内。`));
    const cards = element("div", { class: "cards" },
      card("单位", number(overview.units.length)), card("文章（篇）", number(total.articles)), card("字数", number(total.characters)),
      card("严重", number(count(total, "veto")), "veto"), card("错误", number(count(total, "error")), "error"),
      card("警告", number(count(total, "warning")), "warning"), card("每万字错误", rate(total).toFixed(2)), ...repostCards(total));
    const changes = overview.changes;
    const changed = overview.trend.length
      ? element("p", {}, `与上次（${overview.trend.at(-1).title}）比：新增${number(changes.new)}处，上次已有${number(changes.known)}处，再次出现${number(changes.reappeared)}处，已消除${number(changes.gone)}处。`)
      : element("p", { class: "soft" }, "这是第一次巡检，还没有上次可比。下次用同一个输出文件夹，这里就有比较。");
    const kinds = [...families].filter(([id]) => total.by_family[id]).map(([id, name]) => [name, total.by_family[id]]).sort((a, b) => b[1] - a[1]);
    const worst = overview.units.filter((unit) => errors(unit.figures)).slice(0, 12).map((unit) => [unit.name, rate(unit.figures)]);
    const points = [...overview.trend, { title: overview.title, rate: rate(total) }].slice(-8);
    const panel = (title, child) => element("section", {}, element("h2", {}, title), element("div", { class: "panel" }, child));
    return [...notes, cards, changed,
      element("div", { class: "two" },
        panel("问题类别（处）", kinds.length ? bars(kinds) : "没有发现问题。"),
        panel("每万字错误最多的单位", worst.length ? bars(worst, (value) => value.toFixed(2)) : "没有单位有错误。")),
      ...(points.length > 1 ? [panel("每万字错误的变化", trend(points))] : [])];
  }

  const columns = [
    ["单位", (unit) => unit.name], ["类型", (unit) => unit.kind, "wide"], ["文章", (unit) => unit.figures.articles, "num"],
    ["字数", (unit) => unit.figures.characters, "num wide"], ["严重", (unit) => count(unit.figures, "veto"), "num"],
    ["错误", (unit) => count(unit.figures, "error"), "num"], ["警告", (unit) => count(unit.figures, "warning"), "num"],
    ["每万字错误", (unit) => rate(unit.figures), "num"], ["上次", (unit) => unit.rate_before ?? -1, "num wide"],
    ["其他问题", (unit) => unit.issues.length, "num"],
  ];

  function ranking() {
    let order = 7, down = true, wanted = "";
    const body = element("tbody");
    const cell = (unit, [name, value], at) => {
      const given = value(unit);
      if (at === 0) return element("a", { href: `#unit-${overview.units.indexOf(unit)}` }, given);
      if (name === "上次") return given < 0 ? "—" : given.toFixed(2);
      if (name === "每万字错误") return given.toFixed(2);
      return typeof given === "number" ? number(given) : given;
    };
    const fill = () => {
      const value = columns[order][1];
      const rows = overview.units.filter((unit) => (unit.name + unit.department + unit.kind).includes(wanted));
      rows.sort((a, b) => {
        const [one, other] = [value(a), value(b)];
        const compared = typeof one === "number" ? one - other : one.localeCompare(other, "zh-CN");
        return down ? -compared : compared;
      });
      body.replaceChildren(...rows.map((unit) => element("tr", {}, ...columns.map((column, at) =>
        element("td", { class: column[2] ?? null }, cell(unit, column, at), at === 0 && hasVeto(unit) ? element("span", { class: "veto" }, " 单项否决") : null)))));
    };
    const head = columns.map(([name, , kind], at) => element("th", { class: kind ?? null, scope: "col" },
      element("button", { type: "button", onclick: () => { down = order === at ? !down : true; order = at; fill(); } }, name)));
    fill();
    return [element("h2", {}, "各单位"),
      element("div", { class: "tools" }, search("找单位", (value) => { wanted = value; fill(); })),
      element("div", { class: "panel" }, element("table", {}, element("thead", {}, element("tr", {}, ...head)), body))];
  }

  function copies() {
    if (!overview.copies.length) return [];
    const head = ["标题", "篇数", "单位", "日期", "应注明来源而未注明"].map((name, at) => element("th", { scope: "col", class: at === 1 || at === 4 ? "num" : null }, name));
    const rows = overview.copies.map((copy) => element("tr", {}, element("td", {}, copy.title || "（没有标题）"), element("td", { class: "num" }, number(copy.articles)),
      element("td", {}, copy.named.join("、") + (copy.units > copy.named.length ? `等${number(copy.units)}个` : "")),
      element("td", {}, copy.first === copy.last ? copy.first : `${copy.first}至${copy.last}`), element("td", { class: "num" }, copy.unsourced ? number(copy.unsourced) : "")));
    return [element("h2", {}, "相同的文章"), element("p", { class: "soft" }, "正文相同或几乎相同的文章。注明来源的转载不是问题，列在这里供核对。"),
      element("div", { class: "panel" }, element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)))];
  }

  function failures() {
    if (!overview.failures.length) return [];
    const rows = overview.failures.map(([path, message]) => element("tr", {}, element("td", {}, path), element("td", {}, message)));
    return [element("h2", {}, "没有读成的文件"), element("div", { class: "panel" }, element("table", {}, element("tbody", {}, ...rows)))];
  }

  function shown(row) {
    const where = [row.c && `栏目：${row.c}`, row.w && `发布：${row.w}`, row.p].filter(Boolean).join("　");
    return finding(row,
      element("p", {}, link(row.u, row.t)),
      element("p", { class: "soft" }, where, row.k > 1 ? `　同样的内容在${row.k}处出现` : ""),
      element("p", { class: "soft" }, `${families.get(row.f) ?? row.f}　${row.e}${row.z ? `　${row.z}` : ""}　依据：${row.d}　编号 ${row.n}`));
  }

  function unitPage(at) {
    const unit = overview.units[at];
    const rows = data(`unit-${at}`);
    let severity = "", family = "", wanted = "", most = STEP;
    const list = element("div");
    const status = element("p", { class: "soft", role: "status" });
    const fill = () => {
      const matching = rows.filter((row) => (!severity || row.s === severity) && (!family || row.f === family) && (!wanted || (row.t + row.x + row.m + row.g).includes(wanted)));
      const more = matching.length > most ? element("button", { class: "more", type: "button", onclick: () => { most += STEP; fill(); } }, `再显示${STEP}处`) : null;
      list.replaceChildren(...matching.slice(0, most).map(shown), ...(more ? [more] : []));
      status.textContent = `共${number(matching.length)}处，显示${number(Math.min(most, matching.length))}处`;
    };
    const anew = () => { most = STEP; fill(); };
    fill();
    const about = [unit.kind, unit.department && `主管：${unit.department}`, unit.owner && `责任人：${unit.owner}`].filter(Boolean).join("　");
    const kinds = [...families].filter(([id]) => unit.figures.by_family[id]);
    return [element("p", { class: "back" }, element("a", { href: "#" }, "← 返回总览")), element("h2", {}, unit.name), about ? element("p", { class: "soft" }, about) : null,
      element("div", { class: "cards" }, card("文章（篇）", number(unit.figures.articles)), card("字数", number(unit.figures.characters)),
        card("严重", number(count(unit.figures, "veto")), "veto"), card("错误", number(count(unit.figures, "error")), "error"),
        card("警告", number(count(unit.figures, "warning")), "warning"), card("每万字错误", rate(unit.figures).toFixed(2)),
        card("上次每万字错误", unit.rate_before === null ? "—" : unit.rate_before.toFixed(2)), ...repostCards(unit.figures)),
      ...(unit.issues.length ? [element("h2", {}, "网站和账号问题"), element("div", { class: "panel" }, ...unit.issues.map((issue) =>
        element("p", {}, element("span", { class: issue.is_veto ? "veto" : "error" }, `【${issue.label}${issue.is_veto ? "，单项否决" : ""}】`), issue.message)))] : []),
      element("h2", {}, "文字问题"),
      element("div", { class: "tools" }, choice("等级", severities, (value) => { severity = value; anew(); }),
        choice("类别", kinds, (value) => { family = value; anew(); }), search("找", (value) => { wanted = value; anew(); })),
      status, list].filter(Boolean);
  }

  function show() {
    const at = /^#unit-(\d+)$/.exec(location.hash);
    const page = at && overview.units[Number(at[1])] ? unitPage(Number(at[1])) : [...summary(), ...ranking(), ...copies(), ...failures()];
    main.replaceChildren(...page);
    scrollTo(0, 0);
  }

  document.title = `${overview.title}文字巡检报告`;
  document.getElementById("title").textContent = document.title;
  const span = overview.from || overview.to ? `；只统计${overview.from ?? "最早"}至${overview.to ?? "最近"}发布的` : "";
  document.getElementById("subtitle").textContent = `以${overview.now}为“今天”${span}；审校 ${overview.version}`;
  addEventListener("hashchange", show);
  show();
})();
