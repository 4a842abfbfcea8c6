// hallway-media FOLDER LIMITS: makes of FOLDER/input what the web can show (server/media/job.h) and
// prints a report as JSON, or {"error", "code"} and ends with 1. The node starts one for each file
// (server/media_job.h), so that no decoder ever runs where the node's keys and posts are.

#include <cstdio>
#include <exception>
#include <string>

#include "server/media/job.h"

namespace hallway {
namespace {

Result<MediaReport> work(int count, char** words) {
  if (count != 3) return fail(Code::invalid, "usage: hallway-media FOLDER LIMITS");
  return do_media_job(words[1], limits_in(TRY(parse_json(words[2]))));
}

int print(const Result<MediaReport>& done) {
  const auto json =
      done.ok() ? to_json(*done)
                : Json{{"error", done.error().what}, {"code", static_cast<int>(done.error().code)}};
  const auto line = dump_json(json) + "\n";
  const bool written = std::fwrite(line.data(), 1, line.size(), stdout) == line.size();
  return done.ok() && written && std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace hallway

int main(int count, char** words) {
  try {
    return hallway::print(hallway::work(count, words));
  } catch (const std::exception& e) {
    // What is left of memory may not suffice for a report; the node knows what to say.
    std::fputs(e.what(), stderr);
    return 2;
  }
}
