#include "storage/verify.h"

#include <algorithm>
#include <sstream>

#include "storage/apart.h"
#include "storage/log.h"
#include "storage/names.h"
#include "storage/own_emojis.h"
#include "storage/settings.h"
#include "storage/verify_rows.h"

namespace hallway {
namespace {

constexpr size_t kMostFindings = 20;
constexpr uint64_t kProgressRows = 10'000;
constexpr size_t kDigestShown = 6;  // bytes of it

// As people can tell it to each other: "1764390000000/17", "a1b2c3d4e5f6…/17".
std::string key_text(std::string_view key) {
  std::string text;
  if (key.size() == 32 || key.size() == 40) {
    text = hex(key.substr(0, kDigestShown)) + "…";
    key.remove_prefix(32);
  }
  for (; key.size() >= 8; key.remove_prefix(8)) {
    text += (text.empty() ? "" : "/") + std::to_string(number_at(key, 0));
  }
  return text;
}

void add_finding(Verification& found, std::string finding) {
  if (++found.wrong <= kMostFindings) found.findings.push_back(std::move(finding));
}

Complaint complaint_of(const ReadTxn& txn, RowCheck check, std::string_view key,
                       std::string_view value) {
  if (key.empty() || key.size() % 8 != 0 || !is_aligned(value)) return "is no row of ours";
  return check ? check(txn, key, value) : std::nullopt;
}

void verify_chain(const ReadTxn& txn, Verification& found) {
  const auto verified = verify_log(txn);
  if (verified.ok()) {
    found.entries = *verified;
  } else {
    add_finding(found, verified.error().what);
  }
}

// --- What a child tells, a line each ---------------------------------------------------------

std::string progress_line(uint64_t done) { return "p" + std::to_string(done) + "\n"; }

std::string outcome_lines(const Verification& found) {
  std::string lines;
  for (auto finding : found.findings) {
    std::ranges::replace(finding, '\n', ' ');
    lines += "f" + finding + "\n";
  }
  return lines + "r" + std::to_string(found.rows) + "\ne" + std::to_string(found.entries) + "\nw" +
         std::to_string(found.wrong) + "\n";
}

uint64_t number_of(const std::string& text) { return std::strtoull(text.c_str(), nullptr, 10); }

class Listening {
 public:
  // `told` is called whenever done() has grown.
  explicit Listening(std::function<void()> told) : told_(std::move(told)) {}

  Result<void> take(std::string_view piece) {
    rest_.append(piece);
    for (size_t end = 0; (end = rest_.find('\n')) != std::string::npos; rest_.erase(0, end + 1)) {
      line(rest_[0], rest_.substr(1, end - 1));
    }
    return {};
  }
  [[nodiscard]] const Verification& heard() const { return heard_; }
  [[nodiscard]] uint64_t done() const { return std::max(done_, heard_.rows); }

 private:
  void line(char kind, const std::string& text) {
    switch (kind) {
      case 'p':
        done_ = number_of(text);
        told_();
        break;
      case 'f': heard_.findings.push_back(text); break;
      case 'r': heard_.rows = number_of(text); break;
      case 'e': heard_.entries = number_of(text); break;
      case 'w': heard_.wrong = number_of(text); break;
      default: break;
    }
  }
  std::function<void()> told_;
  std::string rest_;
  uint64_t done_ = 0;
  Verification heard_;
};

Result<void> verify_apart(const std::filesystem::path& dir, Table table, int out) {
  const auto store = TRY(Store::open_beside(dir));
  const auto txn = TRY(store->read());
  const auto found = verify_table(txn, table, [out](uint64_t done, uint64_t, std::string_view) {
    (void)write_all(out, progress_line(done));
  });
  return write_all(out, outcome_lines(found));
}

void add(Verification& all, const Verification& some) {
  all.rows += some.rows;
  all.entries += some.entries;
  all.wrong += some.wrong;
  all.findings.insert(all.findings.end(), some.findings.begin(), some.findings.end());
}

void note(Verification& all, std::string finding) {
  ++all.wrong;
  all.findings.push_back(std::move(finding));
}

struct TableSize {
  Table table;
  uint64_t rows = 0;

  // About how long it takes: an entry of the log is read with its payload.
  [[nodiscard]] uint64_t cost() const { return table == Table::log ? 4 * rows : rows; }
};

// How many rows each table has. Fails where the store cannot be opened at all.
Result<std::vector<TableSize>> count_apart(const std::filesystem::path& dir) {
  std::string text;
  TRY(run_apart(
      [&dir](int out) -> Result<void> {
        const auto store = TRY(Store::open_beside(dir));
        const auto txn = TRY(store->read());
        std::string lines;
        for (size_t i = 0; i < static_cast<size_t>(Table::count_); ++i) {
          lines += std::to_string(txn.count(static_cast<Table>(i))) + "\n";
        }
        return write_all(out, lines);
      },
      [&text](std::string_view piece) -> Result<void> {
        text.append(piece);
        return {};
      }));
  std::vector<TableSize> sizes;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    sizes.push_back({static_cast<Table>(sizes.size()), number_of(line)});
  }
  return sizes;
}

// In the order of the tables.
Result<Verification> sum_up(const std::vector<TableSize>& tables,
                            const std::vector<Listening>& listening,
                            const std::vector<Result<void>>& verified) {
  Verification all;
  for (size_t i = 0; i < static_cast<size_t>(Table::count_); ++i) {
    const auto table = static_cast<Table>(i);
    const auto at =
        static_cast<size_t>(std::ranges::find(tables, table, &TableSize::table) - tables.begin());
    add(all, listening[at].heard());
    if (verified[at].ok()) continue;
    const auto& error = verified[at].error();
    if (error.code != Code::corrupt) return error;
    note(all, std::string(name_of(table)) + ": pages of it cannot be read (" + error.what + ")");
  }
  return all;
}

void add_name(std::string_view url, std::string_view base, std::set<std::string>& names) {
  if (url.starts_with(base)) names.emplace(url.substr(base.size()));
}

void add_carried(const record::Attachment& file, std::string_view base,
                 std::set<std::string>& names) {
  add_name(text_of(file.url()), base, names);
  add_name(text_of(file.preview()), base, names);
  if (!file.captions()) return;
  for (const auto* caption : *file.captions()) add_name(text_of(caption->url()), base, names);
}

template <class Emojis>
void add_emojis(const Emojis* emojis, std::string_view base, std::set<std::string>& names) {
  if (!emojis) return;
  for (const auto* emoji : *emojis) add_name(text_of(emoji->url()), base, names);
}

Result<void> add_carried_by_uploads(const ReadTxn& txn, std::string_view base,
                                    std::set<std::string>& names) {
  bool readable = true;
  txn.scan(Table::media, {}, [&](std::string_view, std::string_view value) {
    const auto read = is_aligned(value) ? view_record<record::Media>(value)
                                        : fail(Code::corrupt, "an upload is not aligned");
    readable = read.ok();
    if (readable && (*read)->attachment()) add_carried(*(*read)->attachment(), base, names);
    return readable;
  });
  if (!readable) return fail(Code::corrupt, "not every upload can be read");
  return {};
}

// The pictures of their profiles.
Result<void> add_carried_by_people(const ReadTxn& txn, std::string_view base,
                                   std::set<std::string>& names) {
  bool readable = true;
  txn.scan(Table::accounts, {}, [&](std::string_view, std::string_view value) {
    const auto account = is_aligned(value) ? view_record<record::Account>(value)
                                           : fail(Code::corrupt, "an account is not aligned");
    readable = account.ok();
    const auto* actor =
        readable ? find_record<record::Actor>(txn, Table::actors, key_of((*account)->actor()))
                 : nullptr;
    if (actor) {
      add_name(text_of(actor->icon()), base, names);
      add_name(text_of(actor->header()), base, names);
      add_emojis(actor->emojis(), base, names);
    }
    return readable;
  });
  if (!readable) return fail(Code::corrupt, "not every account can be read");
  return {};
}

// The pictures of reactions, which stay when the emoji itself goes.
Result<void> add_carried_by_reactions(const ReadTxn& txn, std::string_view base,
                                      std::set<std::string>& names) {
  bool readable = true;
  txn.scan(Table::emoji_reactions, {}, [&](std::string_view, std::string_view value) {
    const auto* reaction =
        find_record<record::Reaction>(txn, Table::reactions, key_of(id_at(value, 0)));
    readable = reaction != nullptr;
    if (readable) add_name(text_of(reaction->emoji()), base, names);
    return readable;
  });
  if (!readable) return fail(Code::corrupt, "not every reaction can be read");
  return {};
}

// What is of the node itself: its emojis and its logo.
void add_carried_by_node(const ReadTxn& txn, std::string_view base, std::set<std::string>& names) {
  for (const auto& emoji : list_own_emojis(txn)) {
    add_name(emoji.url.text(), base, names);
    add_name(emoji.still.text(), base, names);
  }
  for (const auto setting : kPictureSettings) add_name(find_setting(txn, setting), base, names);
}

// A line each.
Result<std::string> carried_lines(const ReadTxn& txn, std::string_view base) {
  std::string lines;
  for (const auto& name : TRY(carried_by_posts(txn, base))) lines += name + '\n';
  return lines;
}

}  // namespace

Result<std::set<std::string>> carried_by_posts(const ReadTxn& txn, std::string_view base) {
  std::set<std::string> names;
  const uint64_t count = txn.count(Table::posts);
  uint64_t rows = 0;
  bool readable = true;
  txn.scan(Table::posts, {}, [&](std::string_view, std::string_view value) {
    readable = ++rows <= count && is_aligned(value);  // pages in a circle have no end
    if (!readable) return false;
    const auto read = view_record<record::Post>(value);
    readable = read.ok();
    if (!readable) return false;
    if (!(*read)->local() || (*read)->gone()) return true;
    add_emojis((*read)->emojis(), base, names);
    const auto* files = (*read)->attachments();
    if (!files) return true;
    for (const auto* file : *files) add_carried(*file, base, names);
    return true;
  });
  if (!readable || rows != count) return fail(Code::corrupt, "not every post can be read");
  TRY(add_carried_by_uploads(txn, base, names));
  TRY(add_carried_by_people(txn, base, names));
  TRY(add_carried_by_reactions(txn, base, names));
  add_carried_by_node(txn, base, names);
  return names;
}

bool is_named(const ReadTxn& txn, std::string_view text, uint64_t kind, uint64_t id) {
  if (text.empty()) return true;
  const auto value = txn.get(Table::iris, key_of_text(text));
  return value && number_at(*value, 0) == kind && number_at(*value, 8) == id;
}

RowCheck row_check_of(Table table) {
  for (const auto checks : {post_checks(), people_checks(), act_checks(), object_checks(),
                            own_checks(), told_checks(), work_checks()}) {
    const auto found = std::ranges::find(checks, table, &TableCheck::table);
    if (found != checks.end()) return found->check;
  }
  return nullptr;
}

Verification verify_table(const ReadTxn& txn, Table table, const VerifyProgress& progress) {
  const std::string name(name_of(table));
  const auto check = row_check_of(table);
  const uint64_t count = txn.count(table);
  Verification found;
  std::string before;
  txn.scan(table, {}, [&](std::string_view key, std::string_view value) {
    if (found.rows > 0 && key <= before) {
      add_finding(found, name + " " + key_text(key) + " stands in the wrong place");
    }
    before = key;
    if (const auto complaint = complaint_of(txn, check, key, value)) {
      add_finding(found, name + " " + key_text(key) + " " + *complaint);
    }
    if (++found.rows % kProgressRows == 0 && progress) progress(found.rows, count, name);
    return found.rows <= count;  // pages in a circle have no end
  });
  if (found.rows != count) {
    add_finding(found, name + ": of " + std::to_string(count) + " rows " +
                           std::to_string(found.rows) + " can be read");
  }
  if (table == Table::log && found.good()) verify_chain(txn, found);
  return found;
}

Verification verify_rows(const ReadTxn& txn) {
  Verification all;
  for (size_t i = 0; i < static_cast<size_t>(Table::count_); ++i) {
    add(all, verify_table(txn, static_cast<Table>(i)));
  }
  return all;
}

Result<Verification> verify_store(const std::filesystem::path& dir,
                                  const VerifyProgress& progress) {
  Verification all;
  auto counted = count_apart(dir);
  if (!counted.ok()) {
    if (counted.error().code != Code::corrupt) return counted.error();
    note(all, "the store cannot be opened: " + counted.error().what);
    return all;
  }
  // What takes longest first: nobody is to wait for that alone in the end.
  std::ranges::stable_sort(*counted, std::greater<>(), &TableSize::cost);
  std::vector<Listening> listening;
  const auto tell = [&](Table table) {
    uint64_t done = 0, rows = 0;
    for (const auto& one : listening) done += one.done();
    for (const auto& one : *counted) rows += one.rows;
    if (progress) progress(done, rows, name_of(table));
  };
  std::vector<ApartWork> works;
  for (const auto& size : *counted) {
    const auto table = size.table;
    const auto at = listening.size();
    listening.emplace_back([&tell, table] { tell(table); });
    works.push_back(
        {[&dir, table](int out) { return verify_apart(dir, table, out); },
         [&listening, at](std::string_view piece) { return listening[at].take(piece); }});
  }
  const auto verified = run_each_apart(works, processors());
  return sum_up(*counted, listening, verified);
}

Result<std::set<std::string>> list_carried(const std::filesystem::path& dir,
                                           std::string_view base) {
  std::string lines;
  TRY(run_apart(
      [&](int out) -> Result<void> {
        const auto store = TRY(Store::open_beside(dir));
        const auto txn = TRY(store->read());
        return write_all(out, TRY(carried_lines(txn, base)));
      },
      [&lines](std::string_view piece) -> Result<void> {
        lines.append(piece);
        return {};
      }));
  std::set<std::string> carried;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) carried.insert(line);
  return carried;
}

}  // namespace hallway
