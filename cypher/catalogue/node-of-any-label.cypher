// A query about whatever has the code asked for: `// branches` stands for the questions (`node`), one for each label, since an index is
// of one label; `// query` stands for what is asked of `node`.
CALL () {
// branches
}
// query
