#include "federation/html.h"

#include "federation/html_reader.h"
#include "federation/html_writer.h"
#include "federation/plain_text.h"

namespace hallway {
namespace {

// Reads back what Writer wrote, which has four entities and no '>' within a tag.
class TextReader {
 public:
  explicit TextReader(std::string_view sanitized) : rest_(sanitized) {}

  std::string read() && {
    while (!rest_.empty()) {
      const char c = rest_.front();
      if (c == '<') {
        read_tag();
      } else if (c == '&') {
        read_entity();
      } else {
        put(c);
        rest_.remove_prefix(1);
      }
    }
    while (out_.ends_with('\n') || out_.ends_with(' ')) out_.pop_back();
    return std::move(out_);
  }

 private:
  void read_tag() {
    const auto tag = rest_.substr(1, rest_.find('>') - 1);
    rest_.remove_prefix(tag.size() + 2);
    const bool end = tag.starts_with('/');
    const auto name = tag.substr(end ? 1 : 0, tag.find(' ') - (end ? 1 : 0));
    if (name == "pre") preformatted_ = !end;
    if (name == "br") {
      end_line(/*even_if_empty=*/true);
    } else if (name == "td" || name == "th") {
      put(' ');
    } else if (html::stands_alone(*html::find_tag(name))) {
      end_line(/*even_if_empty=*/false);
    }
  }

  void read_entity() {
    const auto name = rest_.substr(1, rest_.find(';') - 1);
    rest_.remove_prefix(name.size() + 2);
    out_ += name == "amp" ? '&' : name == "lt" ? '<' : name == "gt" ? '>' : '"';
  }

  void put(char c) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (!space || preformatted_) {
      out_ += c;
    } else if (!out_.empty() && out_.back() != ' ' && out_.back() != '\n') {
      out_ += ' ';
    }
  }

  void end_line(bool even_if_empty) {
    if (out_.ends_with(' ')) out_.pop_back();
    if (!out_.empty() && (even_if_empty || out_.back() != '\n')) out_ += '\n';
  }

  std::string_view rest_;
  std::string out_;
  bool preformatted_ = false;
};

}  // namespace

std::string sanitize_html(std::string_view html) {
  html = utf8_prefix(html, html::kMaxHtml);
  std::string cleaned;
  if (!is_clean_text(html)) {
    cleaned = clean_text(html);
    html = cleaned;
  }
  html::Writer writer;
  html::read(html, writer);
  return std::move(writer).finish();
}

std::string text_of_html(std::string_view html) { return TextReader(sanitize_html(html)).read(); }

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace hallway
