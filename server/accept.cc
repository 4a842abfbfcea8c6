#include "server/accept.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "federation/http.h"
#include "storage/values/ascii.h"

namespace hallway {
namespace {

constexpr std::string_view kProfile = "https://www.w3.org/ns/activitystreams";

// Cuts at `separator` outside quoted strings.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == separator && !quoted) {
      parts.push_back(trim(text.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  parts.push_back(trim(text.substr(begin)));
  return parts;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

struct Range {
  std::string type;  // "text/html", "text/*", "*/*"
  double q = 1;
};

// RFC 9110 §12.4.2: qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
double quality(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  if (text.size() > 1 && text[1] != '.') return 0;
  double value = text[0] - '0', unit = 0.1;
  for (const char c : text.substr(std::min<size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return 0;
    value += (c - '0') * unit;
    unit /= 10;
  }
  return std::min(value, 1.0);
}

std::vector<Range> parse_ranges(std::string_view accept) {
  std::vector<Range> ranges;
  for (const auto part : split(accept, ',')) {
    if (part.empty() || ranges.size() >= 64) continue;
    const auto pieces = split(part, ';');
    Range range{.type = lower(pieces[0])};
    for (size_t i = 1; i < pieces.size(); ++i) {
      if (pieces[i].size() > 2 && lower(pieces[i].substr(0, 2)) == "q=") {
        range.q = quality(pieces[i].substr(2));
      }
    }
    ranges.push_back(std::move(range));
  }
  return ranges;
}

struct Match {
  double q = 0;
  int precision = 0;  // 3: named, 2: "text/*", 1: "*/*", 0: not at all
  size_t place = 0;
};

// The most precise range that covers `type` says how welcome it is.
Match match(const std::vector<Range>& ranges, std::string_view type) {
  const auto family = std::string(type.substr(0, type.find('/'))) + "/*";
  Match best;
  for (size_t i = 0; i < ranges.size(); ++i) {
    const auto& range = ranges[i];
    const int precision = range.type == type     ? 3
                          : range.type == family ? 2
                          : range.type == "*/*"  ? 1
                                                 : 0;
    if (precision > best.precision) best = {range.q, precision, i};
  }
  return best;
}

// q first; then what was named rather than covered; then what was named first.
bool better(const Match& a, const Match& b) {
  if (a.q != b.q) return a.q > b.q;
  if (a.precision != b.precision) return a.precision > b.precision;
  return a.precision == 3 && a.place < b.place;
}

struct Candidate {
  std::string_view type;
  Form form;
};
constexpr std::array kCandidates = {
    Candidate{"application/activity+json", Form::activity},
    Candidate{"application/ld+json", Form::linked_data},
    Candidate{"application/json", Form::activity},
    Candidate{"text/html", Form::page},
    Candidate{"application/xhtml+xml", Form::page},
};

}  // namespace

std::optional<Form> negotiate(std::optional<std::string_view> accept, Form otherwise) {
  if (!accept || trim(*accept).empty()) return otherwise;
  const auto ranges = parse_ranges(*accept);
  std::optional<Form> chosen;
  Match best;
  for (const auto& candidate : kCandidates) {
    const auto found = match(ranges, candidate.type);
    if (found.q <= 0 || !better(found, best)) continue;
    best = found;
    chosen = candidate.form;
  }
  // "*/*" and "application/*" tell nothing.
  if (chosen && best.precision < 3) {
    const bool html = match(ranges, "text/html").q >= best.q;
    const bool activity = match(ranges, "application/activity+json").q >= best.q;
    if (html && activity) return otherwise;
  }
  return chosen;
}

bool is_activity_type(std::string_view content_type) {
  const auto pieces = split(content_type, ';');
  const auto type = lower(pieces[0]);
  if (type == "application/activity+json") return true;
  if (type != "application/ld+json") return false;
  return std::ranges::any_of(pieces, [](std::string_view piece) {
    const size_t equals = piece.find('=');
    if (equals == std::string_view::npos || lower(trim(piece.substr(0, equals))) != "profile") {
      return false;
    }
    auto value = trim(piece.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    // The parameter is a list of IRIs (JSON-LD 1.1 §IANA).
    const auto iris = split(value, ' ');
    return std::ranges::find(iris, kProfile) != iris.end();
  });
}

}  // namespace hallway
