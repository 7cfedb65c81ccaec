(() => {
  const whole = data("whole");
  const families = new Map(whole.families);
  const titles = new Map(Object.entries(whole.titles));
  const main = document.getElementById("main");
  const groups = [...document.querySelectorAll("script.article")].map((script) => JSON.parse(script.textContent));
  const wanted = { severity: "", family: "", rule: "", text: "" };
  let most = STEP;

  const familyOf = (rule) => rule.split("/")[0];
  const matches = (group, row) => (!wanted.severity || row.s === wanted.severity) && (!wanted.family || familyOf(row.r) === wanted.family)
    && (!wanted.rule || row.r === wanted.rule)
    && (!wanted.text || [group.t, group.p, row.x, row.m, row.g].some((text) => text && text.includes(wanted.text)));

  function shown(row) {
    return finding(row,
      row.y ? element("p", { class: "soft" }, `原因：${row.y}`) : null,
      element("p", { class: "soft" }, [row.l, families.get(familyOf(row.r)), titles.get(row.r), row.d && `依据：${row.d}`, row.k > 1 && `同样的问题在${number(row.k)}篇里出现`].filter(Boolean).join("　")));
  }

  function article(group, rows) {
    const about = [group.c && `栏目：${group.c}`, group.o && `来源：${group.o}`, group.w && `发布：${group.w}`].filter(Boolean).join("　");
    return element("section", {},
      element("h2", {}, link(group.u ?? "", group.t || group.p)),
      element("p", { class: "soft" }, group.t ? group.p : null, group.t && about ? "　" : null, about || null),
      ...rows.map(shown));
  }

  const list = element("div");
  const status = element("p", { class: "soft", role: "status" });
  function fill() {
    let all = 0, room = most;
    const made = [];
    for (const group of groups) {
      const rows = group.f.filter((row) => matches(group, row));
      if (rows.length && room > 0) made.push(article(group, rows.slice(0, room)));
      all += rows.length;
      room -= rows.length;
    }
    const more = (name, count) => element("button", { class: "more", type: "button", onclick: () => { most += count; fill(); } }, name);
    const buttons = all > most ? [element("p", { class: "tools" }, more(`再显示${STEP}处`, STEP), more("全部显示（打印之前用）", all))] : [];
    list.replaceChildren(...made, ...buttons);
    status.textContent = `共${number(all)}处，显示${number(Math.min(most, all))}处`;
  }
  const change = (part) => (value) => { wanted[part] = value; most = STEP; fill(); };

  function errors() {
    if (!whole.errors.length) return [];
    const line = (error) => element("p", {}, element("b", {}, error.line ? `${error.path}，第${error.line}行` : error.path), `　${error.message}`);
    return [element("div", { class: "alert" }, element("b", {}, "没有读成或者没有查完的："), ...whole.errors.map(line))];
  }

  const summary = whole.summary;
  const count = (severity) => number(summary.by_severity[severity] || 0);
  const kinds = whole.families.filter(([id]) => summary.by_family[id]).map(([id, name]) => [id, `${name}（${number(summary.by_family[id])}）`]);
  const rules = Object.keys(summary.by_rule).map((rule) => [rule, `${titles.get(rule) ?? rule}（${number(summary.by_rule[rule])}）`]);
  const cards = element("div", { class: "cards" }, card("文章（篇）", number(summary.articles)), card("字数", number(summary.characters)),
    ...severities.map(([id, name]) => card(name, count(id), id)));
  const tools = element("div", { class: "tools" }, choice("等级", severities, change("severity")), choice("类别", kinds, change("family")),
    choice("规则", rules, change("rule")), search("找", change("text")));
  document.getElementById("subtitle").textContent = `审校 ${whole.version}`;
  main.replaceChildren(cards, ...errors(), ...(groups.length ? [tools, status, list] : [element("p", {}, "没有发现问题。")]));
  fill();
})();
