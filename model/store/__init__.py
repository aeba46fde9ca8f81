"""Where drafts live: their text, their files, and what keeps them safe."""
