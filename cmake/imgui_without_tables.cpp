// In place of Dear ImGui's imgui_tables.cpp: the interface has neither tables nor columns, and what remains of them
// calls these.  Without them the page's download is some kilobytes smaller.
#include <imgui.h>
#include <imgui_internal.h>

namespace ImGui {

void EndColumns() {}
void PushColumnsBackground() {}
void PopColumnsBackground() {}
void EndTable() {}
void TableEndCell(ImGuiTable*) {}
void TableEndRow(ImGuiTable*) {}
void TableGcCompactSettings() {}
void TableGcCompactTransientBuffers(ImGuiTable*) {}
void TableGcCompactTransientBuffers(ImGuiTableTempData*) {}
void TablePushBackgroundChannel() {}
void TablePopBackgroundChannel() {}
void TablePushColumnChannel(int) {}
void TablePopColumnChannel() {}
void TableSettingsAddSettingsHandler() {}

}  // namespace ImGui
