#include "federation/work_profile.h"

#include <algorithm>

#include "federation/html.h"
#include "federation/note.h"
#include "federation/plain_text.h"

namespace hallway {
namespace {

constexpr size_t kLongestLine = 200;  // bytes
constexpr size_t kLongestSkill = 60;  // characters

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : clean_text(text)) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (!space) line += c;
    if (space && !line.empty() && line.back() != ' ') line += ' ';
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

size_t count_characters(std::string_view text) {
  return static_cast<size_t>(
      std::ranges::count_if(text, [](char c) { return (c & '\xC0') != '\x80'; }));
}

std::string joined_skills(const WorkProfile& work) {
  std::string text;
  for (const auto& skill : work.skills) text += (text.empty() ? "" : ", ") + skill;
  return text;
}

void add_text_member(Json& document, const char* name, const std::string& text) {
  if (!text.empty()) document[name] = text;
}

// Of somebody else's document: what is too long is cut.
std::string line_in(const Json& document, std::string_view name) {
  return std::string(utf8_prefix(one_line(find_text(document, name)), kLongestLine));
}

Result<void> set_line(std::string& line, const std::optional<std::string>& said) {
  if (!said) return {};
  auto fresh = one_line(*said);
  if (fresh.size() > kLongestLine) {
    return fail(Code::invalid, "title, team, place and hours hold at most 200 bytes each");
  }
  line = std::move(fresh);
  return {};
}

Result<std::vector<std::string>> checked_skills(const std::vector<std::string>& said) {
  std::vector<std::string> skills;
  for (const auto& one : said) {
    skills.push_back(one_line(one));
    if (count_characters(skills.back()) > kLongestSkill) {
      return fail(Code::invalid, "a skill holds at most 60 characters");
    }
  }
  skills = distinct_skills(skills);
  if (skills.size() > kMostSkills) return fail(Code::invalid, "more than 30 skills");
  return skills;
}

}  // namespace

void add_work(Json& document, const WorkProfile& work) {
  add_text_member(document, "jobTitle", work.title);
  add_text_member(document, "hallwayTeam", work.team);
  add_text_member(document, "hallwayManager", work.manager.text());
  add_text_member(document, "hallwayPlace", work.place);
  add_text_member(document, "hallwayHours", work.hours);
  if (!work.skills.empty()) document["knowsAbout"] = work.skills;
  for (const auto& field : fields_of(work)) {
    document["attachment"].push_back(
        {{"type", "PropertyValue"}, {"name", field.name}, {"value", field.value}});
  }
}

WorkProfile read_work(const Json& document) {
  WorkProfile work{.title = line_in(document, "jobTitle"),
                   .team = line_in(document, "hallwayTeam"),
                   .place = line_in(document, "hallwayPlace"),
                   .hours = line_in(document, "hallwayHours"),
                   .manager = find_iri(document, "hallwayManager").value_or(Iri())};
  for (const auto* one : find_list(document, "knowsAbout")) {
    auto skill = one_line(as_string(*one).value_or(""));
    if (count_characters(skill) > kLongestSkill) continue;
    if (work.skills.size() < kMostSkills) work.skills.push_back(std::move(skill));
  }
  work.skills = distinct_skills(work.skills);
  return work;
}

std::vector<Field> fields_of(const WorkProfile& work) {
  std::vector<Field> fields;
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) fields.push_back({name, escape_html(text)});
  };
  add("Role", work.title);
  add("Team", work.team);
  add("Place", work.place);
  add("Hours", work.hours);
  add("Skills", joined_skills(work));
  return fields;
}

void leave_out_work(std::vector<Field>& fields, const WorkProfile& work) {
  const auto said = fields_of(work);
  std::erase_if(fields, [&](const Field& field) {
    return std::ranges::any_of(said, [&](const Field& one) {
      return one.name == field.name && text_of_html(one.value) == text_of_html(field.value);
    });
  });
}

bool WorkChange::anything() const {
  return title || team || place || hours || manager || skills || reach;
}

Result<void> change_work(WorkProfile& work, const WorkChange& change, const Iri& self) {
  TRY(set_line(work.title, change.title));
  TRY(set_line(work.team, change.team));
  TRY(set_line(work.place, change.place));
  TRY(set_line(work.hours, change.hours));
  if (change.skills) work.skills = TRY(checked_skills(*change.skills));
  if (change.manager && !self.empty() && *change.manager == self) {
    return fail(Code::invalid, "nobody is their own manager");
  }
  if (change.manager) work.manager = *change.manager;
  if (change.reach) work.reach = *change.reach;
  return {};
}

}  // namespace hallway
