-- Wireshark's view of the Pushscope protocol, as protocol/README.md describes it: device, admin and fleet port.
-- README.md beside this file says how to install it. tests/rules/check_dissector.py compares the tables.

local HEADER_BYTES = 16
local ANSWER_BIT = 0x8000
local LIMITS = { [0x01] = 64 * 1024, [0x02] = 1024 * 1024, [0x03] = 1024 * 1024 } -- bytes of a frame, by the port of its command
local LARGEST_LIMIT = 1024 * 1024

-- By command: name, message in the body, message in the body of the answer.
local COMMANDS = {
  [0x0101] = { "hello", "Hello", "Welcome" },
  [0x0102] = { "ping", "Ping", "Pong" },
  [0x0103] = { "goodbye", "Goodbye" },
  [0x0110] = { "push", "Push" },
  [0x0111] = { "acknowledge", "Acknowledge" },
  [0x0112] = { "report", "Report" },
  [0x0113] = { "sync", "Sync", "Synced" },
  [0x0114] = { "collection", "CollectionPage" },
  [0x0115] = { "synced", "Synced" },
  [0x0116] = { "nudge", "Nudge" },
  [0x0117] = { "rule", "Rule" },
  [0x0201] = { "hello", "Hello", "Welcome" },
  [0x0202] = { "ping", "Ping", "Pong" },
  [0x0203] = { "goodbye", "Goodbye" },
  [0x0210] = { "subscribe", "Subscribe", "Subscribed" },
  [0x0211] = { "snapshot page", "SnapshotPage" },
  [0x0212] = { "block", "Block" },
  [0x0213] = { "gap", "Gap" },
  [0x0220] = { "inject", "Inject", "Injected" },
  [0x0221] = { "trace", "Trace", "Traced" },
  [0x0222] = { "manage", "Manage", "Managed" },
  [0x0223] = { "touch", "Touch", "Touched" },
  [0x0224] = { "session", "SessionControl", "Managed" },
  [0x0225] = { "tag", "Tag", "Managed" },
  [0x0226] = { "peek", "Peek", "Peeked" },
  [0x0227] = { "queue", "PageRequest", "QueuePage" },
  [0x0228] = { "dead letters", "PageRequest", "DeadLetterPage" },
  [0x0229] = { "history", "PageRequest", "HistoryPage" },
  [0x022a] = { "audit", "PageRequest", "AuditPage" },
  [0x022b] = { "token add", "TokenAdd", "TokenAdded" },
  [0x022c] = { "token remove", "TokenRemove", "Managed" },
  [0x022d] = { "token list", "PageRequest", "TokenList" },
  [0x0301] = { "hello", "Hello", "Welcome" },
  [0x0302] = { "ping", "Ping", "Pong" },
  [0x0303] = { "goodbye", "Goodbye" },
  [0x0310] = { "subscribe", "Subscribe", "Subscribed" },
  [0x0311] = { "snapshot page", "SnapshotPage" },
  [0x0312] = { "block", "Block" },
  [0x0313] = { "gap", "Gap" },
  [0x0320] = { "control", "Control", "Controlled" },
}

local CODES = {
  [0] = "ok",
  [1] = "malformed",
  [2] = "too_large",
  [3] = "unknown_command",
  [4] = "version",
  [5] = "unauthenticated",
  [6] = "forbidden",
  [7] = "not_found",
  [8] = "busy",
  [9] = "conflict",
  [10] = "limit",
  [11] = "storage",
  [12] = "outcome_unknown",
  [13] = "draining",
  [14] = "superseded",
  [15] = "heartbeat_lost",
  [16] = "banned",
}
local FIRST_PRIVATE_CODE = 1000

local pushscope = Proto("pushscope", "Pushscope")

local commandNames = {}
for number, command in pairs(COMMANDS) do
  commandNames[number] = command[1]
  if command[3] then commandNames[number + ANSWER_BIT] = command[1] .. ", answer" end
end

local fields = {
  length = ProtoField.uint32("pushscope.length", "Length", base.DEC, nil, nil, "Bytes of the frame, header included"),
  serial = ProtoField.uint32("pushscope.serial", "Serial", base.DEC, nil, nil, "Number of the request; 0 is a one-way frame"),
  command = ProtoField.uint32("pushscope.command", "Command", base.HEX, commandNames),
  code = ProtoField.uint32("pushscope.code", "Code", base.DEC, CODES),
  name = ProtoField.string("pushscope.name", "Name", base.ASCII, "Name of the command"),
  body = ProtoField.bytes("pushscope.body", "Body"),
}
pushscope.fields = fields

local experts = {
  malformed = ProtoExpert.new("pushscope.malformed", "Malformed frame", expert.group.MALFORMED, expert.severity.ERROR),
  unknown = ProtoExpert.new("pushscope.unknown", "Unknown command or code", expert.group.UNDECODED, expert.severity.NOTE),
}
pushscope.experts = experts

pushscope.prefs.ports = Pref.range("Ports", "7801-7803", "TCP ports of servers and fleets, plain or under TLS", 65535)
pushscope.prefs.bodies = Pref.bool("Decode bodies", true, "Hand bodies to the dissector of Protocol Buffers; else they are bytes")

-- ---- One frame

local function isAnswer(command) return command % 0x10000 >= ANSWER_BIT end

local function describe(command)
  local known = COMMANDS[isAnswer(command) and command - ANSWER_BIT or command]
  if not known then return string.format("command 0x%04x", command), nil end
  if isAnswer(command) then return known[1] .. ", answer", known[3] end
  return known[1], known[2]
end

-- Why a header cannot begin a frame; nil if it can. Behind such a header no frame can be found in the stream.
local function streamError(length, command)
  if length < HEADER_BYTES then return "The length is below the 16 bytes of a header" end
  if length > (LIMITS[math.floor(command / 0x100) % 0x80] or LARGEST_LIMIT) then return "The length is above the port's limit" end
end

-- What in a whole header contradicts itself; nil if nothing does.
local function headerError(serial, command, code, name)
  if isAnswer(command) then
    if serial == 0 then return "An answer without a serial" end
  elseif code ~= 0 and name ~= "goodbye" then
    return "A code in a frame that is no answer and no goodbye"
  end
end

local function dissectBody(range, message, pinfo, tree)
  local item = tree:add(fields.body, range)
  if not message or not pushscope.prefs.bodies then return end
  pinfo.private["pb_msg_type"] = "message,pushscope.v1." .. message
  Dissector.get("protobuf"):call(range:tvb(), pinfo, tree)
end

local function addHeader(range, tree)
  local serial, command, code = range:range(4, 4):uint(), range:range(8, 4):uint(), range:range(12, 4):uint()
  local name, message = describe(command)
  tree:add(fields.length, range:range(0, 4))
  tree:add(fields.serial, range:range(4, 4))
  local commandItem = tree:add(fields.command, range:range(8, 4))
  tree:add(fields.name, range:range(8, 4), name):set_generated()
  local codeItem = tree:add(fields.code, range:range(12, 4))
  if not message then commandItem:add_proto_expert_info(experts.unknown) end
  if not CODES[code] and code < FIRST_PRIVATE_CODE then codeItem:add_proto_expert_info(experts.unknown) end
  if isAnswer(command) and code ~= 0 then message = "Refusal" end
  return serial, command, code, name, message
end

local function dissectFrame(range, pinfo, tree)
  local subtree = tree:add(pushscope, range)
  local serial, command, code, name, message = addHeader(range, subtree)
  local text = code == 0 and name or name .. ", " .. (CODES[code] or code)
  subtree:append_text(", " .. text)
  local wrong = headerError(serial, command, code, name)
  if wrong then subtree:add_proto_expert_info(experts.malformed, wrong) end
  if range:len() > HEADER_BYTES then dissectBody(range:range(HEADER_BYTES), message, pinfo, subtree) end
  return text
end

local function dissectBrokenStream(range, wrong, tree)
  local subtree = tree:add(pushscope, range, "Pushscope, malformed")
  addHeader(range, subtree)
  subtree:add_proto_expert_info(experts.malformed, wrong)
end

-- ---- A stream of frames

-- A record of TLS begins with its type and a version 3.x; as the length of a frame that would be above every limit.
local function looksLikeTls(tvb)
  return tvb:len() >= 3 and tvb(0, 1):uint() >= 20 and tvb(0, 1):uint() <= 23 and tvb(1, 1):uint() == 3
end

local function waitForMore(pinfo, offset, bytes)
  pinfo.desegment_offset = offset
  pinfo.desegment_len = bytes
end

function pushscope.dissector(tvb, pinfo, tree)
  if tvb:len() < tvb:reported_len() then return 0 end -- the capture has cut this packet
  if looksLikeTls(tvb) then return Dissector.get("tls"):call(tvb, pinfo, tree) end
  pinfo.cols.protocol = "Pushscope"
  local texts, offset = {}, 0
  while offset < tvb:len() do
    local left = tvb:len() - offset
    if left < HEADER_BYTES then
      waitForMore(pinfo, offset, DESEGMENT_ONE_MORE_SEGMENT)
      break
    end
    local length = tvb(offset, 4):uint()
    local wrong = streamError(length, tvb(offset + 8, 4):uint())
    if wrong then
      dissectBrokenStream(tvb(offset), wrong, tree)
      texts[#texts + 1] = "malformed"
      break
    end
    if left < length then
      waitForMore(pinfo, offset, length - left)
      break
    end
    texts[#texts + 1] = dissectFrame(tvb(offset, length), pinfo, tree)
    offset = offset + length
  end
  pinfo.cols.protocol = "Pushscope"
  pinfo.cols.info = table.concat(texts, "; ")
  return tvb:len()
end

-- ---- Registration

local registered

local function register()
  for _, name in ipairs({ "tcp.port", "tls.port" }) do
    local ports = DissectorTable.get(name)
    if registered then ports:remove(registered, pushscope) end
    ports:add(pushscope.prefs.ports, pushscope)
  end
  registered = pushscope.prefs.ports
end

function pushscope.prefs_changed()
  if registered ~= pushscope.prefs.ports then register() end
end

register()
