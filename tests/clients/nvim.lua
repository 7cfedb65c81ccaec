-- Neovim as a language client: the findings stand where the buffer has the words, and a correction changes them.
-- SERVER: the command; FILE: an article with CRLF line ends and `布署` behind an emoji. Fails with a status that is not 0.

local function check(condition, message)
  if not condition then
    io.stderr:write('nvim: ' .. message .. '\n')
    vim.cmd('cquit 1')
  end
end

local function main()
  local command = vim.split(os.getenv('SERVER'), ' ', { plain = true, trimempty = true })
  vim.cmd('edit ' .. vim.fn.fnameescape(os.getenv('FILE')))
  check(vim.bo.fileformat == 'dos', 'the line ends of the file are CRLF')
  local client = vim.lsp.start_client({ name = 'shenjiao', cmd = command, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(0, client)

  local function shown()
    local words = {}
    for _, one in ipairs(vim.diagnostic.get(0)) do
      local line = vim.api.nvim_buf_get_lines(0, one.lnum, one.lnum + 1, true)[1]
      words[line:sub(one.col + 1, one.end_col)] = one
    end
    return words
  end
  vim.wait(60000, function() return shown()['布署'] ~= nil end, 50)
  local found = shown()['布署']
  check(found ~= nil, 'the word is found at its place: ' .. vim.inspect(vim.diagnostic.get(0)))
  check(found.severity == vim.diagnostic.severity.ERROR, 'it is an error')

  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
  local params = vim.lsp.util.make_range_params(0, 'utf-16')
  params.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics() }
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 60000)
  local fix
  check(answers and answers[client] and answers[client].result, 'the server answers: ' .. vim.inspect(answers))
  for _, action in ipairs(answers[client].result) do
    fix = fix or (action.isPreferred and action)
  end
  check(fix ~= nil and fix.title == '改为“部署”', 'a correction is offered: ' .. vim.inspect(answers))
  vim.lsp.util.apply_workspace_edit(fix.edit, 'utf-16')
  local line = vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1, true)[1]
  check(line:find('认真部署', 1, true) ~= nil, 'the correction is put in: ' .. line)
  check(vim.wait(60000, function() return shown()['布署'] == nil end, 50), 'the finding goes away: ' .. vim.inspect(shown()))
  vim.lsp.stop_client(client)
  print('nvim: ok')
end

local ok, message = pcall(main)
check(ok, tostring(message))
vim.cmd('qa!')
