#include "storage/log.h"

#include <algorithm>

#include "storage/log_chain.h"
#include "storage/record.h"
#include "storage/values/elapsed.h"
#include "storage/withdrawn.h"

namespace hallway {
namespace {

constexpr size_t kSaltBytes = 16;
constexpr std::string_view kSources[] = {"local", "inbox", "fetch", "admin"};

Digest digest_of(std::string_view salt, std::string_view payload) {
  std::string bytes;
  bytes.reserve(salt.size() + payload.size());
  bytes.append(salt).append(payload);
  return sha256(bytes);
}

// Every field behind its length, so that no two entries read alike.
void add_field(std::string& out, std::string_view field) {
  out.append(view(value_of(field.size()))).append(field);
}

// An empty one is left out of its record.
std::string_view view_of(const flatbuffers::Vector<uint8_t>* bytes) {
  if (!bytes) return {};
  return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
}

Digest digest_from(const std::vector<uint8_t>& bytes) {
  Digest digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

std::string encode(const LogEntry& entry) {
  record::LogEntryT r;
  r.seq = entry.seq;
  r.at = entry.at.ms;
  r.source = static_cast<record::Source>(entry.source);
  r.actor = entry.actor;
  r.type = entry.type;
  r.activity = entry.activity;
  r.object = entry.object;
  r.digest.assign(entry.digest.begin(), entry.digest.end());
  r.chain.assign(entry.chain.begin(), entry.chain.end());
  return encode_record<record::LogEntry>(r);
}

// Without the detour over the native form, which would copy what may be large.
std::string encode_payload(std::string_view salt, std::string_view payload) {
  auto& builder = record_builder();
  const auto vector_of = [&](std::string_view bytes) {
    return builder.CreateVector(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  };
  const auto salt_at = vector_of(salt);
  const auto payload_at = vector_of(payload);
  builder.Finish(record::CreatePayload(builder, salt_at, payload_at));
  return bytes_of(builder);
}

Result<LogEntry> decode_entry(std::string_view bytes) {
  auto r = TRY(decode_record<record::LogEntry>(bytes));
  LogEntry entry;
  entry.seq = r.seq;
  entry.at = {r.at};
  entry.source = static_cast<Source>(r.source);
  entry.actor = std::move(r.actor);
  entry.type = std::move(r.type);
  entry.activity = std::move(r.activity);
  entry.object = std::move(r.object);
  entry.digest = digest_from(r.digest);
  entry.chain = digest_from(r.chain);
  return entry;
}

struct Head {
  uint64_t seq = 0;  // 0 where the log is empty
  Digest chain{};
};

Result<Head> head_of(const ReadTxn& txn) {
  auto rows = txn.cursor(Table::log);
  const auto row = rows.last();
  if (!row) return Head{};
  const auto* last = TRY(view_record<record::LogEntry>(row->value));
  Head head{.seq = last->seq()};
  const auto chain = view_of(last->chain());
  if (chain.size() != head.chain.size())
    return fail(Code::corrupt, "the log's last entry has no chain");
  std::ranges::copy(chain, head.chain.begin());
  return head;
}

std::optional<LogEntry> optional_of(std::optional<std::string_view> value) {
  if (!value) return std::nullopt;
  auto entry = decode_entry(*value);
  if (!entry) return std::nullopt;
  return std::move(*entry);
}

Result<void> check_payload(const ReadTxn& txn, const LogEntry& entry) {
  const auto value = txn.get(Table::payloads, key_of(entry.seq));
  if (!value) return {};
  const auto* payload = TRY(view_record<record::Payload>(*value));
  if (digest_of(view_of(payload->salt()), view_of(payload->bytes())) != entry.digest) {
    return fail(Code::corrupt, "log entry " + std::to_string(entry.seq) + ": payload was changed");
  }
  return {};
}

}  // namespace

Digest chain_of(const Digest& before, const LogEntry& entry) {
  std::string bytes(as_bytes_view(before));
  bytes.append(view(value_of(entry.seq)))
      .append(view(value_of(static_cast<uint64_t>(entry.at.ms))));
  bytes.append(view(value_of(static_cast<uint64_t>(entry.source))));
  for (const auto* field : {&entry.actor, &entry.type, &entry.activity, &entry.object}) {
    add_field(bytes, *field);
  }
  bytes.append(as_bytes_view(entry.digest));
  return sha256(bytes);
}

std::string_view name_of(Source source) {
  const auto at = static_cast<size_t>(source);
  return at < std::size(kSources) ? kSources[at] : "";
}

std::optional<Source> parse_source(std::string_view text) {
  const auto found = std::ranges::find(kSources, text);
  if (found == std::end(kSources)) return std::nullopt;
  return static_cast<Source>(found - std::begin(kSources));
}

SealedPayload seal(Random& random, std::string_view payload) {
  const auto salt = random.bytes(kSaltBytes);
  return {.digest = digest_of(salt, payload), .record = encode_payload(salt, payload)};
}

Result<uint64_t> append_log(WriteTxn& txn, const SealedPayload& payload, const NewEntry& fresh) {
  const auto before = TRY(head_of(txn));
  LogEntry entry{.seq = before.seq + 1,
                 .at = fresh.at,
                 .source = fresh.source,
                 .actor = fresh.actor,
                 .type = fresh.type,
                 .activity = fresh.activity,
                 .object = fresh.object,
                 .digest = payload.digest};
  entry.chain = chain_of(before.chain, entry);
  TRY(txn.append(Table::log, key_of(entry.seq), encode(entry)));
  TRY(txn.append(Table::payloads, key_of(entry.seq), payload.record));
  return entry.seq;
}

std::optional<LogEntry> find_log(const ReadTxn& txn, uint64_t seq) {
  return optional_of(txn.get(Table::log, key_of(seq)));
}

std::optional<LogEntry> last_log(const ReadTxn& txn) {
  auto rows = txn.cursor(Table::log);
  const auto row = rows.last();
  if (!row) return std::nullopt;
  return optional_of(row->value);
}

std::optional<std::string> find_payload(const ReadTxn& txn, uint64_t seq) {
  const auto value = txn.get(Table::payloads, key_of(seq));
  if (!value) return std::nullopt;
  const auto payload = view_record<record::Payload>(*value);
  if (!payload) return std::nullopt;
  return std::string(view_of((*payload)->bytes()));
}

Result<void> erase_payload(WriteTxn& txn, uint64_t seq) {
  return txn.erase(Table::payloads, key_of(seq));
}

Result<uint64_t> erase_payloads_by(WriteTxn& txn, std::string_view actor, uint64_t after,
                                   size_t most) {
  std::vector<uint64_t> found;
  uint64_t last = after;
  size_t looked = 0;
  txn.scan(
      Table::log, {},
      [&](std::string_view key, std::string_view value) {
        last = number_at(key, 0);
        const auto entry = view_record<record::LogEntry>(value);
        if (entry && text_of((*entry)->actor()) == actor &&
            !(text_of((*entry)->type()) == "Delete" && text_of((*entry)->object()) == actor)) {
          found.push_back(last);
        }
        return ++looked < most;
      },
      key_of(after + 1));
  for (const auto seq : found) TRY(erase_payload(txn, seq));
  return last;
}

Result<uint64_t> verify_log(const ReadTxn& txn,
                            const std::function<void(uint64_t, uint64_t)>& progress) {
  const auto last = last_log(txn);
  const uint64_t total = last ? last->seq : 0;
  Digest before{};
  uint64_t expected = 1;
  Result<void> outcome;
  txn.scan(Table::log, {}, [&](std::string_view key, std::string_view value) {
    auto entry = decode_entry(value);
    const auto here = "log entry " + std::to_string(expected);
    if (!entry)
      outcome = fail(Code::corrupt, here + " cannot be read");
    else if (entry->seq != expected || number_at(key, 0) != expected)
      outcome = fail(Code::corrupt, here + " is missing");
    else if (entry->chain != chain_of(before, *entry))
      outcome = fail(Code::corrupt, here + " does not follow from the one before");
    else
      outcome = check_payload(txn, *entry);
    if (!outcome.ok()) return false;
    before = entry->chain;
    if (progress && expected % 10'000 == 0) progress(expected, total);
    ++expected;
    return true;
  });
  TRY(outcome);
  return expected - 1;
}

bool seen(const ReadTxn& txn, const Iri& activity) {
  return txn.has(Table::seen, key_of_text(activity.text()));
}

std::optional<uint64_t> find_seen(const ReadTxn& txn, std::string_view activity) {
  const auto value = txn.get(Table::seen, key_of_text(activity));
  if (!value) return std::nullopt;
  return number_at(*value, 0);
}

Result<void> mark_seen(WriteTxn& txn, const Iri& activity, uint64_t seq) {
  return txn.put(Table::seen, key_of_text(activity.text()), view(value_of(seq)));
}

namespace {

constexpr std::string_view kForgetSeen = "forget_seen";

// What was logged while the clock was ahead stays seen, and holds up nothing that came after it.
bool lies_ahead(const LogEntry& entry, Time now) { return entry.at > now + kClockSkew; }

}  // namespace

Result<size_t> forget_seen(WriteTxn& txn, Time before, Time now, size_t most) {
  uint64_t at = find_position(txn, kForgetSeen);
  size_t looked = 0;
  for (; looked < most; ++looked) {
    const auto entry = find_log(txn, at + 1);
    const bool ahead = entry && lies_ahead(*entry, now);
    if (!entry || (entry->at >= before && !ahead)) break;
    if (!ahead && !entry->activity.empty()) {
      TRY(txn.erase(Table::seen, key_of_text(entry->activity)));
    }
    if (!ahead && entry->type == "Undo") TRY(erase_withdrawn(txn, entry->object));
    ++at;
  }
  if (looked) {
    TRY(put_position(txn, kForgetSeen, at));
  }
  return looked;
}

bool is_seen_before(const ReadTxn& txn, Time before, Time now) {
  const auto next = find_log(txn, find_position(txn, kForgetSeen) + 1);
  return next && (next->at < before || lies_ahead(*next, now));
}

uint64_t find_position(const ReadTxn& txn, std::string_view worker) {
  const auto value = txn.get(Table::positions, key_of_text(worker));
  return value ? number_at(*value, 0) : 0;
}

Result<void> put_position(WriteTxn& txn, std::string_view worker, uint64_t seq) {
  return txn.put(Table::positions, key_of_text(worker), view(value_of(seq)));
}

Result<void> erase_position(WriteTxn& txn, std::string_view worker) {
  return txn.erase(Table::positions, key_of_text(worker));
}

}  // namespace hallway
