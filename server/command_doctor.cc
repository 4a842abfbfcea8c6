// hallway doctor: one page that says what is well and what to do about the rest.

#include <algorithm>
#include <cstdio>

#include "server/commands.h"
#include "server/doctor.h"

namespace hallway {
namespace {

const char* word_for(Grade grade) {
  switch (grade) {
    case Grade::good: return "good";
    case Grade::doubtful: return "look";
    case Grade::bad: break;
  }
  return "BAD";
}

Result<void> doctor(const Json& arguments) {
  const std::filesystem::path dir = TRY(text_argument(arguments, "data"));
  const auto found = examine(dir);
  for (const auto& one : found) {
    std::printf("%-4s  %-13s  %s\n", word_for(one.grade), one.subject.c_str(), one.found.c_str());
    if (!one.todo.empty()) std::printf("      %-13s  -> %s\n", "", one.todo.c_str());
  }
  std::fflush(stdout);
  const auto bad = std::ranges::count(found, Grade::bad, &Diagnosis::grade);
  if (bad == 0) return {};
  return fail(Code::unavailable, std::to_string(bad) + (bad == 1 ? " thing is" : " things are") +
                                     " bad; what to do stands beside it");
}

}  // namespace

std::vector<Command> doctor_commands() {
  return {{.name = "doctor",
           .sentence = "Look at everything around a node and say what to do",
           .arguments = {{"DIR", "data", "The node's data folder", true}},
           .run_here = doctor}};
}

}  // namespace hallway
