; Installer for Windows, made by windows_installer.py: iscc /DVersion=1.2.3 /DBundle=FOLDER /DDist=FOLDER setup.iss
;
; For one user and without an administrator. In an office's network, quietly:
;   ogi-report-1.2.3-setup.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART        (/DIR="D:\公开年报" for another place)
; A new version replaces the program's own folder only; drafts are never there.

#ifndef Version
  #error Version is not given: start this through packaging/build.py
#endif
#if !FileExists(AddBackslash(CompilerPath) + "Languages\ChineseSimplified.isl")
  #error This Inno Setup has no Languages\ChineseSimplified.isl: take a newer one
#endif

[Setup]
AppId={{6E0C1C4B-6C1A-4C1E-9C39-2C6F7C0B5D21}
AppName=公开年报
AppVersion={#Version}
AppVerName=公开年报 {#Version}
AppPublisher=ogi-report
VersionInfoVersion={#Version}
VersionInfoDescription=公开年报安装程序
DefaultDirName={autopf}\ogi-report
DisableProgramGroupPage=yes
DisableDirPage=auto
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline
MinVersion=10.0.17763
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
CloseApplications=yes
OutputDir={#Dist}
OutputBaseFilename=ogi-report-{#Version}-setup
SetupIconFile=..\..\resources\icons\app.ico
UninstallDisplayIcon={app}\ogi-reportw.exe
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ShowLanguageDialog=no

[Languages]
Name: "chinese"; MessagesFile: "compiler:Languages\ChineseSimplified.isl"

[Tasks]
Name: "desktopicon"; Description: "在桌面放一个图标"

[InstallDelete]
; What the last version brought and this one may not: nothing of it may be loaded.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\公开年报"; Filename: "{app}\ogi-reportw.exe"
Name: "{autodesktop}\公开年报"; Filename: "{app}\ogi-reportw.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\OgiReport.Draft"; ValueType: string; ValueData: "政府信息公开年报草稿"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\OgiReport.Draft\DefaultIcon"; ValueType: string; ValueData: "{app}\_internal\resources\icons\app-draft.ico"
Root: HKA; Subkey: "Software\Classes\OgiReport.Draft\shell\open\command"; ValueType: string; ValueData: """{app}\ogi-reportw.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\ogi-reportw.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "公开年报"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\ogi-reportw.exe\shell\open\command"; ValueType: string; ValueData: """{app}\ogi-reportw.exe"" ""%1"""
; Windows knows a file by the last part of its name only. The program is offered for every .json, and opens them at a
; double click where no other program does so already: docs/decisions/0303.
Root: HKA; Subkey: "Software\Classes\.json\OpenWithProgids"; ValueType: none; ValueName: "OgiReport.Draft"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.json"; ValueType: string; ValueData: "OgiReport.Draft"; Flags: uninsdeletevalue; Check: NobodyOpensJson

[Run]
Filename: "{app}\ogi-reportw.exe"; Description: "打开公开年报"; Flags: nowait postinstall skipifsilent

[Code]
function NobodyOpensJson: Boolean;
var
  Owner: String;
begin
  if not RegQueryStringValue(HKEY_CLASSES_ROOT, '.json', '', Owner) then
    Owner := '';
  Result := (Owner = '') or (Owner = 'OgiReport.Draft');
end;
