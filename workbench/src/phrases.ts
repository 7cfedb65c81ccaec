// CodeMirror's own words in Chinese.

export const phrases: { readonly [phrase: string]: string } = {
  Find: "查找",
  Replace: "替换为",
  next: "下一个",
  previous: "上一个",
  all: "全选",
  "match case": "区分大小写",
  "by word": "整词",
  regexp: "正则表达式",
  replace: "替换",
  "replace all": "全部替换",
  close: "关闭",
  "current match": "当前匹配",
  "on line": "，第几行：",
  "replaced $ matches": "替换了 $ 处",
  "replaced match on line $": "替换了第 $ 行的一处",
  "Go to line": "跳到第几行",
  go: "跳到",
  "Selection deleted": "已删除选中的文字",
  "Control character": "控制字符",
};
