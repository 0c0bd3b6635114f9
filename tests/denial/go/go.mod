module denied

go 1.24
