#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "server/audit.h"
#include "storage/apart.h"
#include "storage/descriptor.h"
#include "storage/log_chain.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kType = "LogExport";
constexpr size_t kBufferBytes = size_t{1} << 20;

Result<Digest> read_digest(const Json& line, std::string_view key) {
  const auto bytes = parse_hex(find_string(line, key).value_or(""));
  Digest digest{};
  if (!bytes.ok() || bytes->size() != digest.size()) {
    return fail(Code::invalid, "has no " + std::string(key));
  }
  std::ranges::copy(*bytes, digest.begin());
  return digest;
}

Result<LogEntry> read_entry(const Json& line) {
  const auto seq = find_int(line, "seq");
  const auto at = find_time(line, "at");
  const auto source = parse_source(find_string(line, "source").value_or(""));
  if (!seq || *seq < 1 || !at || !source) return fail(Code::invalid, "is no entry of a log");
  const auto text = [&](std::string_view key) {
    return std::string(find_string(line, key).value_or(""));
  };
  LogEntry entry{.seq = static_cast<uint64_t>(*seq),
                 .at = *at,
                 .source = *source,
                 .actor = text("actor"),
                 .type = text("type"),
                 .activity = text("activity"),
                 .object = text("object")};
  entry.digest = TRY(read_digest(line, "digest"));
  entry.chain = TRY(read_digest(line, "chain"));
  return entry;
}

// Lines to a file, in pieces.
class Lines {
 public:
  explicit Lines(int file) : file_(file) {}
  Result<void> add(const Json& line) {
    buffer_ += dump_json(line) + "\n";
    return buffer_.size() < kBufferBytes ? Result<void>() : flush();
  }
  Result<void> flush() {
    TRY(write_all(file_, buffer_));
    buffer_.clear();
    return {};
  }

 private:
  int file_;
  std::string buffer_;
};

Result<AuditReport> write_lines(const ReadTxn& txn, const Home& home, LocalKeys& keys, int file,
                                Time now) {
  AuditReport report;
  report.key = TRY(head_key(txn, home)).to_multibase();
  const auto head = TRY(sign_head(txn, home, keys, now));
  Lines lines(file);
  TRY(lines.add({{"type", kType},
                 {"node", home.base.text()},
                 {"key", report.key},
                 {"made", to_rfc3339(now)}}));
  while (const auto entry = find_log(txn, report.entries + 1)) {
    TRY(lines.add(entry_json(*entry)));
    ++report.entries;
  }
  TRY(lines.add(head));
  TRY(lines.flush());
  if (::fsync(file) != 0) return fail(Code::unavailable, std::strerror(errno));
  return report;
}

// What an export says, line by line: each entry must follow from the one before.
class Checking {
 public:
  // Of a line that is an entry. Errors: invalid, corrupt.
  Result<void> take(const Json& line) {
    const auto entry = TRY(read_entry(line));
    if (entry.seq != report_.entries + 1) {
      return fail(Code::corrupt, "is not entry " + std::to_string(report_.entries + 1));
    }
    if (entry.chain != chain_of(chain_, entry)) {
      return fail(Code::corrupt, "does not follow from the one before");
    }
    chain_ = entry.chain;
    ++report_.entries;
    return {};
  }

  // Of the last line.
  Result<AuditReport> finish(const Json& line, const PublicKey& key) {
    const auto head = TRY(read_head(line, key));
    if (head.seq != report_.entries || head.chain != chain_) {
      return fail(Code::corrupt, "was signed for another end of the log");
    }
    report_.newest = head;
    report_.heads = 1;
    report_.key = key.to_multibase();
    return report_;
  }

 private:
  AuditReport report_;
  Digest chain_{};
};

Result<PublicKey> key_of_export(const Json& first, std::string_view expected) {
  const auto named = find_string(first, "key").value_or("");
  if (find_string(first, "type") != kType) return fail(Code::invalid, "is no export of a log");
  if (!expected.empty() && named != expected) {
    return fail(Code::forbidden,
                "names the key " + std::string(named) + ", not " + std::string(expected));
  }
  return PublicKey::from_multibase(named);
}

}  // namespace

Json entry_json(const LogEntry& entry) {
  return {{"seq", entry.seq},
          {"at", to_rfc3339(entry.at)},
          {"source", name_of(entry.source)},
          {"actor", entry.actor},
          {"type", entry.type},
          {"activity", entry.activity},
          {"object", entry.object},
          {"digest", hex(as_bytes_view(entry.digest))},
          {"chain", hex(as_bytes_view(entry.chain))}};
}

Result<AuditReport> export_log(const ReadTxn& txn, const Home& home, LocalKeys& keys,
                               const fs::path& file, Time now) {
  const Descriptor out(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!out.ok() && errno == EEXIST) {
    return fail(Code::conflict, file.string() + " exists already; name another");
  }
  if (!out.ok()) return fail(Code::unavailable, file.string() + ": " + std::strerror(errno));
  auto written = write_lines(txn, home, keys, out.get(), now);
  if (written.ok()) return written;
  ::unlink(file.c_str());
  return fail(written.error().code, file.string() + ": " + written.error().what);
}

Result<AuditReport> check_export(const fs::path& file, std::string_view expected) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Code::not_found, "there is no file " + file.string());
  uint64_t number = 0;
  Checking checking;
  const auto read = [&](std::string& line) -> Result<Json> {
    ++number;
    if (!std::getline(in, line)) return fail(Code::corrupt, "is missing");
    auto parsed = parse_json(line, {.unique_keys = true});
    if (!parsed.ok()) return fail(Code::invalid, "is no line of an export");
    return parsed;
  };
  const auto check = [&]() -> Result<AuditReport> {
    std::string line;
    const auto key = TRY(key_of_export(TRY(read(line)), expected));
    for (;;) {
      const auto document = TRY(read(line));
      if (find_member(document, "proof")) {
        auto report = TRY(checking.finish(document, key));
        ++number;
        if (std::getline(in, line)) return fail(Code::corrupt, "stands behind the end");
        return report;
      }
      TRY(checking.take(document));
    }
  };
  auto report = check();
  if (report.ok()) return report;
  return fail(report.error().code,
              file.string() + ": line " + std::to_string(number) + " " + report.error().what);
}

}  // namespace hallway
