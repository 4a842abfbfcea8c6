#pragma once
// One page of checks: is everything around a node as it should be, and what to do where it is not.
// Looks at the folder, the machine and, where the node runs, at what it says of itself and at what
// its address leads to from here. Changes nothing.

#include <filesystem>
#include <string>
#include <vector>

#include "server/config.h"
#include "storage/values/json.h"
#include "storage/values/result.h"

namespace hallway {

enum class Grade { good, doubtful, bad };

struct Diagnosis {
  Grade grade = Grade::good;
  std::string subject;  // "disk"
  std::string found;    // what is so
  std::string todo;     // empty where all is good
};
using Diagnoses = std::vector<Diagnosis>;

// Each looks at one thing. Where something cannot be found out, that is what they say.
Diagnoses check_folder(const std::filesystem::path& dir, const Config& config);
Diagnosis check_disk(uint64_t free_bytes, uint64_t store_bytes);
// `last`: when the folder was last put into a backup by `hallway backup`; 0: never.
Diagnosis check_backup(Time last, Time now);
// What files take, and whether there is what makes them ready. `program`: hallway-media.
Diagnosis check_media(const std::filesystem::path& dir, const Config& config,
                      const std::filesystem::path& program);
// What lies in the storage of [s3], which must be set, and what is still in the folder. Blocks.
Diagnosis check_storage(const std::filesystem::path& dir, const Config& config);
bool clock_is_synchronized();  // as far as the system says
Diagnosis check_clock(bool synchronized, Time now, Time newest_entry);
Diagnosis check_certificate(const Config& config, Time now);
// Asks the node's address, as the node asks others, for the actor that has `key` (multibase).
// Blocks.
Diagnosis check_address(const Config& config, const std::string& key);
// `status`: what the running node answered to the command of that name.
Diagnoses check_status(const Json& status, const Config& config);

// All of it. Blocks, at most half a minute; to be called while the process has one thread.
Diagnoses examine(const std::filesystem::path& dir);

}  // namespace hallway
