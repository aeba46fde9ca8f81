; Installer for Windows, made by windows_installer.py; makensis runs on every system, the bundle comes from Windows.
;
; For one user and without an administrator. In an office's network, quietly:
;   ogi-report-1.2.3-setup.exe /S                      (/D=D:\公开年报 for another place: last, and not quoted)
; It ends with 0, with 2 on a Windows that is too old, with 3 while the program is running.
; A new version replaces the program's own folder only; drafts are never there.

Unicode true
Target amd64-unicode
ManifestSupportedOS Win10
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma

!include MUI2.nsh
!include WinVer.nsh
!define NAME "公开年报"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\ogi-report"
!define CLASSES "Software\Classes"

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\ogi-report"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME}安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT License"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\ogi-reportw.exe"
!define MUI_FINISHPAGE_RUN_TEXT "打开公开年报"
!define MUI_FINISHPAGE_SHOWREADME ""
!define MUI_FINISHPAGE_SHOWREADME_TEXT "在桌面放一个图标"
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION PutIconOnDesktop
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "需要 Windows 10（1809）或更新的系统。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

Function PutIconOnDesktop
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\ogi-reportw.exe"
FunctionEnd

; A program that runs cannot be written to: then nothing is touched.
!macro RefuseWhileRunning PROGRAM
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "${NAME}正在运行，请先保存并关闭它，再重新安装或卸载。" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section
  !insertmacro RefuseWhileRunning ogi-reportw.exe
  !insertmacro RefuseWhileRunning ogi-report.exe
  RMDir /r "$INSTDIR\_internal" ; what the last version brought and this one may not: nothing of it may be loaded
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\ogi-reportw.exe"

  WriteRegStr HKCU "${CLASSES}\OgiReport.Draft" "" "政府信息公开年报草稿"
  WriteRegStr HKCU "${CLASSES}\OgiReport.Draft\DefaultIcon" "" "$INSTDIR\_internal\resources\icons\app-draft.ico"
  WriteRegStr HKCU "${CLASSES}\OgiReport.Draft\shell\open\command" "" '"$INSTDIR\ogi-reportw.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\ogi-reportw.exe" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${CLASSES}\Applications\ogi-reportw.exe\shell\open\command" "" '"$INSTDIR\ogi-reportw.exe" "%1"'
  ; Windows knows a file by the last part of its name only. The program is offered for every .json, and opens them at a
  ; double click where no other program does so already: docs/decisions/0303.
  WriteRegNone HKCU "${CLASSES}\.json\OpenWithProgids" "OgiReport.Draft"
  ReadRegStr $0 HKCR ".json" ""
  ${If} $0 == ""
    WriteRegStr HKCU "${CLASSES}\.json" "" "OgiReport.Draft"
  ${EndIf}

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\ogi-reportw.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "ogi-report"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section Uninstall
  !insertmacro RefuseWhileRunning ogi-reportw.exe
  !insertmacro RefuseWhileRunning ogi-report.exe
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\ogi-report.exe"
  Delete "$INSTDIR\ogi-reportw.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  DeleteRegKey HKCU "${CLASSES}\OgiReport.Draft"
  DeleteRegKey HKCU "${CLASSES}\Applications\ogi-reportw.exe"
  DeleteRegValue HKCU "${CLASSES}\.json\OpenWithProgids" "OgiReport.Draft"
  ReadRegStr $0 HKCU "${CLASSES}\.json" ""
  ${If} $0 == "OgiReport.Draft"
    DeleteRegValue HKCU "${CLASSES}\.json" ""
  ${EndIf}
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
