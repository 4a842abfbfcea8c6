#pragma once
// What of a stranger's HTML may be shown, and the one form in which it is written. Fed with a
// parser's events (properly nested starts and ends, decoded text) it writes only known tags, known
// attributes and escaped text, always balanced; so the output is safe whatever the parser saw.
// Its output, parsed and written again, comes out the same. Used by html.cc alone.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hallway::html {

enum class Rule : uint8_t {
  inline_,  // kept
  link,     // kept where its address is allowed
  empty,    // kept, has no content (br, hr)
  block,    // kept; not inside a paragraph or heading
  prose,    // kept; as block, and holds no blocks itself (p, h1 ...)
  list_item,
  row,
  cell,
  row_group,
  ruby_text,  // kept, each only directly inside its parent
  line,       // tag dropped, but its text stands on a line of its own (div)
  image,      // replaced by its alternative text
  hidden,     // dropped with everything in it
};

struct Tag {
  std::string_view name;
  Rule rule;
};

// nullptr for a tag that is not known: dropped, its content stays. `name` in lower case.
const Tag* find_tag(std::string_view name);

// Whether it begins and ends a line of its own.
bool stands_alone(const Tag& tag);

struct Attribute {
  std::string_view name;   // lower case
  std::string_view value;  // entities decoded
};

constexpr std::string_view kKeptAttributes[] = {"href",  "class", "translate", "lang",    "dir",
                                                "start", "value", "colspan",   "rowspan", "alt"};

constexpr size_t kMaxHtml = 500 * 1024;
constexpr size_t kMaxDepth = 64;

class Writer {
 public:
  void start(const Tag* tag, std::span<const Attribute> attributes);
  void end();  // of what was started last
  void text(std::string_view decoded);
  [[nodiscard]] size_t depth() const { return open_.size(); }
  // Closes what is open.
  std::string finish() &&;

 private:
  struct Open {
    const Tag* tag;
    bool written;
  };
  struct Range {
    size_t from, to;
  };

  [[nodiscard]] bool may_write(const Tag& tag) const;
  void write_start(const Tag& tag, std::span<const Attribute> attributes);
  void write_attributes(const Tag& tag, std::span<const Attribute> attributes);
  void write_link(std::span<const Attribute> attributes, const std::string& href);
  void write_class(const Tag& tag, std::string_view value);
  void write_attribute(std::string_view name, std::string_view value);
  void write_end(const Tag& tag);
  void write_break();
  void end_link();
  void end_line();
  bool append(std::string_view piece);
  void append_escaped(std::string_view text, char quote);  // '"' within an attribute, else '<'

  std::string out_;
  std::vector<Open> open_;
  std::vector<const Tag*> written_;  // of open_, those that have their tag in out_
  size_t hidden_ = 0;                // of open_, how many hide their content
  size_t prose_ = 0;                 // of open_, how many are written and hold no blocks
  bool in_link_ = false;
  bool line_empty_ = true;  // nothing is written on the current line yet
  bool break_due_ = false;  // a dropped block ended; what follows needs a new line
  bool full_ = false;
  std::string link_href_, link_text_;
  std::vector<Range> link_hiding_;  // class attributes in out_ that hide text of the open link
};

}  // namespace hallway::html
