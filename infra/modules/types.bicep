// Shapes that modules hand to each other.

@export()
@description('Where one storage account answers, by service.')
type StorageEndpoints = {
  blob: string
  queue: string
  table: string
}
