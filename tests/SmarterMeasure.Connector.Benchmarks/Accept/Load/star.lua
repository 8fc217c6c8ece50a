-- The peer's requests: one body, signed once, as much work for the generator as the webhook's requests.
local file = io.open(os.getenv('LOAD_FOLDER') .. '/star.json')
local body = file:read('*a')
file:close()

local head = 'POST /webhooks/github HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
  .. 'User-Agent: GitHub-Hookshot/1\r\nX-GitHub-Event: star\r\nX-GitHub-Hook-ID: 1\r\n'
  .. 'X-GitHub-Hook-Installation-Target-ID: 1\r\nX-GitHub-Hook-Installation-Target-Type: repository\r\n'
  .. 'X-Hub-Signature-256: sha256=' .. os.getenv('LOAD_SIGNATURE') .. '\r\nContent-Length: ' .. #body
  .. '\r\nX-GitHub-Delivery: '
local run = os.getenv('LOAD_RUN')
local n = 0

request = function()
  n = n + 1
  local id = string.format('%08x', (n * 2654435761) % 4294967296)
  return head .. id .. run .. string.format('%08x', n) .. '\r\n\r\n' .. body .. ''
end
