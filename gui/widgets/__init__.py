"""What every part of the window is made of: colours, icons, fonts, messages, fields, signs."""
