#include "server/about_text.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>

#include "federation/html.h"
#include "federation/plain_text.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr uintmax_t kMostBytes = 1024 * 1024;
constexpr size_t kMostLines = 200;

Time changed_at(const fs::path& file) {
  std::error_code ec;
  const auto written = fs::last_write_time(file, ec);
  if (ec) return {};
  const auto at = std::chrono::file_clock::to_sys(written).time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(at).count()};
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// Paragraphs stand apart by an empty line.
std::string html_of_plain(std::string text) {
  std::erase(text, '\r');
  std::string html;
  std::string_view rest = text;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find("\n\n"), rest.size());
    const auto paragraph = trimmed(rest.substr(0, end));
    if (!paragraph.empty()) html.append("<p>").append(escape_html(paragraph)).append("</p>");
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return html;
}

bool is_date(std::string_view text) {
  return text.size() == 10 && parse_rfc3339(std::string(text) + "T00:00:00Z").ok();
}

}  // namespace

Result<AboutText> read_about(const fs::path& file) {
  std::error_code ec;
  if (file.empty() || !fs::is_regular_file(file, ec)) {
    return fail(Code::not_found, "nothing was written about this");
  }
  if (fs::file_size(file, ec) > kMostBytes || ec) {
    return fail(Code::too_large, file.string() + " is too large to be shown");
  }
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return fail(Code::unavailable, file.string() + " cannot be read");
  const bool html = file.extension() == ".html";
  return AboutText{sanitize_html(html ? text : html_of_plain(std::move(text))), changed_at(file)};
}

std::vector<std::string> read_lines(const fs::path& file) {
  std::vector<std::string> lines;
  std::error_code ec;
  if (file.empty() || !fs::is_regular_file(file, ec)) return lines;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; lines.size() < kMostLines && std::getline(in, line);) {
    const auto text = trimmed(line);
    if (!text.empty()) lines.push_back(clean_text(text));
  }
  return lines;
}

std::vector<Terms> list_terms(const fs::path& folder) {
  std::vector<Terms> all;
  std::error_code ec;
  if (folder.empty()) return all;
  for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
    auto date = it->path().stem().string();
    if (is_date(date)) all.push_back({std::move(date), it->path()});
  }
  std::ranges::sort(all, {}, &Terms::date);
  return all;
}

std::optional<Terms> present_terms(const std::vector<Terms>& all, Time now) {
  if (all.empty()) return std::nullopt;
  const auto today = to_rfc3339(now).substr(0, 10);
  const auto later = std::ranges::find_if(all, [&](const Terms& t) { return t.date > today; });
  return later == all.begin() ? *later : *std::prev(later);
}

}  // namespace hallway
