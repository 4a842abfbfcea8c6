#include "server/audit.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "server/log.h"
#include "server/node.h"
#include "storage/apart.h"
#include "storage/descriptor.h"
#include "storage/log_chain.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

Result<Json> parse_line(const std::string& line) { return parse_json(line, {.unique_keys = true}); }

// The last whole line, empty where there is none; what follows it is half a line of a crash and is
// cut off. The file grows for as long as the node lives, so only its end is read.
Result<std::string> last_line(const fs::path& file) {
  constexpr uint64_t kPiece = 4096;
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::string();
  std::string end;
  auto from = size_of(file);
  while (from > 0 && std::ranges::count(end, '\n') < 2) {
    std::string piece(std::min(from, kPiece), '\0');
    from -= piece.size();
    in.seekg(static_cast<std::streamoff>(from));
    if (!in.read(piece.data(), static_cast<std::streamsize>(piece.size()))) return file_error(file);
    end.insert(0, piece);
  }
  const auto whole = end.rfind('\n') + 1;  // none: 0
  std::error_code error;
  if (whole < end.size()) fs::resize_file(file, from + whole, error);
  if (error) return fail(Code::unavailable, file.string() + ": " + error.message());
  if (whole == 0) return std::string();
  end.resize(whole - 1);
  return end.substr(end.rfind('\n') + 1);
}

std::optional<LogHead> head_in(const std::string& line, const PublicKey& key) {
  const auto document = parse_line(line);
  if (!document.ok()) return std::nullopt;
  auto head = read_head(*document, key);
  return head.ok() ? std::optional(*std::move(head)) : std::nullopt;
}

Result<void> append_line(const fs::path& file, const std::string& line) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  const Descriptor out(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!out.ok()) return file_error(file);
  TRY(naming(file, write_all(out.get(), line + "\n")));
  if (::fdatasync(out.get()) != 0) return file_error(file);
  return {};
}

bool is_due(const std::optional<LogHead>& last, const LogEntry& newest, Time now) {
  if (!last) return true;
  if (newest.seq <= last->seq) return false;
  return now < last->at || now - last->at >= kHeadsApart;  // a clock may have been set back
}

// Signed, where one is due after the one in `last_line`.
Result<std::optional<Json>> due_head(Node& node, const std::string& last_line) {
  const auto txn = TRY(node.read());
  const auto newest = last_log(txn);
  if (!newest) return std::optional<Json>();
  const auto last = head_in(last_line, TRY(head_key(txn, node.home())));
  if (!is_due(last, *newest, node.now())) return std::optional<Json>();
  return std::optional(TRY(sign_head(txn, node.home(), node.keys(), node.now())));
}

Result<void> check_heads(const ReadTxn& txn, const PublicKey& key, const fs::path& file,
                         AuditReport& report) {
  std::ifstream in(file, std::ios::binary);
  uint64_t number = 0;
  for (std::string line; std::getline(in, line);) {
    if (in.eof()) break;  // half a line, of a crash
    const auto here = file.string() + ":" + std::to_string(++number) + ": ";
    const auto document = parse_line(line);
    if (!document.ok()) return fail(Code::invalid, here + "this is no signed head of a log");
    const auto head = read_head(*document, key);
    if (!head.ok()) return fail(head.error().code, here + head.error().what);
    const auto agrees = check_head(txn, *head);
    if (!agrees.ok()) return fail(agrees.error().code, here + agrees.error().what);
    ++report.heads;
    if (!report.newest || report.newest->seq < head->seq) report.newest = *head;
  }
  return {};
}

}  // namespace

fs::path heads_file(const fs::path& dir) { return dir / "audit" / "heads.jsonl"; }

Result<bool> keep_head(Node& node) {
  const auto file = heads_file(node.store().dir());
  const auto head = TRY(due_head(node, TRY(last_line(file))));
  if (!head) return false;
  TRY(append_line(file, dump_json(*head)));
  log::info("audit.head", {{"seq", find_int(*head, "seq").value_or(0)},
                           {"chain", find_string(*head, "chain").value_or("")}});
  return true;
}

Result<AuditReport> verify_audit(const ReadTxn& txn, const Home& home,
                                 const std::vector<fs::path>& heads) {
  AuditReport report{.entries = TRY(verify_log(txn))};
  const auto key = TRY(head_key(txn, home));
  report.key = key.to_multibase();
  for (const auto& file : heads) {
    TRY(check_heads(txn, key, file, report));
  }
  return report;
}

}  // namespace hallway
