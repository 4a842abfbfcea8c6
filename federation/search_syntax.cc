#include "federation/search_syntax.h"

#include <algorithm>

#include "federation/plain_text.h"

namespace hallway {
namespace {

constexpr std::string_view kSpaces = " \t\n\v\f\r";
constexpr std::string_view kWideSpace = "\u3000";
constexpr std::string_view kQuotes[] = {"\"", "\u201C", "\u201D", "\u201E"};

struct Piece {
  std::string_view text;
  bool unwanted = false, quoted = false;
};

size_t quote_at(std::string_view text) {
  for (const auto quote : kQuotes) {
    if (text.starts_with(quote)) return quote.size();
  }
  return 0;
}

size_t space_at(std::string_view text) {
  if (text.starts_with(kWideSpace)) return kWideSpace.size();
  return !text.empty() && kSpaces.find(text.front()) != std::string_view::npos ? 1 : 0;
}

// How far it is to the first place at which `stop` says that there is something.
template <class Stop>
size_t length_until(std::string_view text, Stop stop) {
  size_t at = 0;
  while (at < text.size() && stop(text.substr(at)) == 0) ++at;
  return at;
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    if (const size_t space = space_at(text)) {
      text.remove_prefix(space);
      continue;
    }
    Piece piece;
    if (text.size() > 1 && text.front() == '-' && space_at(text.substr(1)) == 0) {
      piece.unwanted = true;
      text.remove_prefix(1);
    }
    if (const size_t quote = quote_at(text)) {
      text.remove_prefix(quote);
      piece.quoted = true;
      piece.text = text.substr(0, length_until(text, quote_at));
      text.remove_prefix(piece.text.size());
      text.remove_prefix(quote_at(text));
    } else {
      // A quote ends a word: tea"green tea".
      const auto ends = [](std::string_view rest) { return space_at(rest) + quote_at(rest); };
      piece.text = text.substr(0, length_until(text, ends));
      text.remove_prefix(piece.text.size());
    }
    pieces.push_back(piece);
  }
  return pieces;
}

// A year, month or day: its first moment, and the first one after it.
struct Span {
  Time from, to;
};

std::optional<int> number_of(std::string_view digits, size_t size) {
  if (digits.size() != size) return std::nullopt;
  int number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::string date_text(int year, int month) {
  const auto two = std::to_string(month);
  return std::to_string(year) + (month < 10 ? "-0" : "-") + two + "-01T00:00:00Z";
}

std::optional<Span> read_span(std::string_view text) {
  const auto year = number_of(text.substr(0, 4), 4);
  if (!year || *year < 1970) return std::nullopt;
  const auto span = [](const std::string& from, const std::string& to) -> std::optional<Span> {
    const auto begin = parse_rfc3339(from), end = parse_rfc3339(to);
    if (!begin.ok() || !end.ok()) return std::nullopt;
    return Span{*begin, *end};
  };
  if (text.size() == 4) return span(date_text(*year, 1), date_text(*year + 1, 1));
  const auto month = text[4] == '-' ? number_of(text.substr(5, 2), 2) : std::nullopt;
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (text.size() == 7) {
    return span(date_text(*year, *month),
                *month == 12 ? date_text(*year + 1, 1) : date_text(*year, *month + 1));
  }
  const auto day = parse_rfc3339(std::string(text) + "T00:00:00Z");
  if (text.size() != 10 || !day.ok()) return std::nullopt;
  return Span{*day, *day + days(1)};
}

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> known) {
  return std::ranges::find(known, value) != known.end();
}

bool is_language(std::string_view value) {
  return (value.size() == 2 || value.size() == 3) &&
         std::ranges::all_of(value, [](char c) { return c >= 'a' && c <= 'z'; });
}

// Reads one piece after the other into a SearchText.
class SearchReading {
 public:
  void take(const Piece& piece) {
    if (piece.text.empty() || (!piece.quoted && take_operator(piece))) return;
    auto& list = piece.unwanted ? text_.unwanted : text_.wanted;
    list.push_back({.text = std::string(piece.text), .exact = piece.quoted});
  }
  SearchText done() { return std::move(text_); }

 private:
  // False where it is none that is known, or says nothing that is.
  bool take_operator(const Piece& piece) {
    const size_t colon = piece.text.find(':');
    if (colon == std::string_view::npos || colon + 1 == piece.text.size()) return false;
    std::string name(piece.text.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto value = piece.text.substr(colon + 1);
    if (name == "from") return take_from(value, piece.unwanted);
    if (name == "in") return !piece.unwanted && take_in(value);
    if (is_one_of(name, {"before", "after", "during"})) {
      return !piece.unwanted && take_time(name, value);
    }
    return take_mark(name, value, piece.unwanted);
  }

  bool take_from(std::string_view value, bool unwanted) {
    (unwanted ? text_.not_from : text_.from).emplace_back(value);
    return true;
  }

  bool take_in(std::string_view value) {
    if (value == "library")
      text_.in_library = true;
    else if (value == "public")
      text_.in_public = true;
    else
      return value == "all";
    return true;
  }

  bool take_time(std::string_view name, std::string_view value) {
    const auto span = read_span(value);
    if (!span) return false;
    if (name == "before") text_.before = span->from;
    if (name == "after") text_.after = span->to;
    if (name == "during") {
      text_.after = span->from;
      text_.before = span->to;
    }
    return true;
  }

  bool take_mark(const std::string& name, std::string_view value, bool unwanted) {
    const bool has = name == "has" && is_one_of(value, {"media", "image", "video", "audio", "poll",
                                                        "link", "embed"});
    const bool is = name == "is" && is_one_of(value, {"reply", "quote", "question", "sensitive",
                                                      "edited", "local"});
    const bool language = name == "language" && is_language(value);
    if (!has && !is && !language) return false;
    const auto said = value == "embed" ? std::string_view("link") : value;
    (unwanted ? text_.without : text_.marks).push_back(name + ":" + std::string(said));
    return true;
  }

  SearchText text_;
};

}  // namespace

bool SearchText::empty() const {
  return wanted.empty() && from.empty() && marks.empty() && !after && !before && !in_library;
}

SearchText parse_search(std::string_view typed) {
  const auto text = clean_text(utf8_prefix(typed, kLongestSearch));
  SearchReading reading;
  for (const auto& piece : pieces_of(text)) reading.take(piece);
  return reading.done();
}

}  // namespace hallway
